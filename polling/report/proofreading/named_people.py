"""Names of people in the room's texts: under the Chatham House Rule, nobody is quoted by name."""

import re
from collections.abc import Collection, Iterator

from polling.core.i18n import _
from polling.report.data.report_data import Report
from polling.report.proofreading.actor_spellings import bare
from polling.report.proofreading.finding import Finding


def named_people(report: Report, people: Collection[str]) -> Iterator[Finding]:
    """Return the texts of the workshop that contain one of these names, without single words.

    Addressees of recommendations, such as an office that provides a facilitator, do not count
    as names.
    """
    actors = {bare(actor) for one in report.recommendations for actor in one.addressees}
    names = [name for name in set(people) if len(name.split()) > 1 and bare(name) not in actors]
    if not names:
        return
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})\b", re.IGNORECASE)
    for place, text in _texts(report):
        for name in sorted(set(pattern.findall(text))):
            yield Finding(place, _("Is “%(name)s” a person’s name?", name=name))


def _texts(report: Report) -> Iterator[tuple[str, str]]:
    for theme in report.themes:
        for issue in theme.issues:
            yield issue.headline, f"{issue.headline}\n{issue.rationale}"
            for one in issue.recommendations:
                yield issue.headline, f"{one.text}\n{one.rationale}"
    for tally in report.survey.tallies:
        yield tally.asked.question.text, "\n".join(tally.texts)
