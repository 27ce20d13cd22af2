"""Names that a report should not contain.

- One actor with two spellings: "the police" and "Police", or "UNODC" and its full name.
- People in the room's texts: under the Chatham House Rule, nobody is quoted by name.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import combinations

from rapidfuzz import fuzz

from polling.core.i18n import _
from polling.report.data.report_data import Report
from polling.report.proofreading.finding import Finding

ALIKE = 90  # per cent, just reached by "Ministry of Justice" and "Ministries of Justice"
SHORTEST = 6  # characters; shorter names, mostly acronyms, are similar by chance
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")


def two_spellings(report: Report) -> Iterator[Finding]:
    """Return each pair of spellings that is probably one actor."""
    named = Counter(
        report.name_of(actor) for one in report.recommendations for actor in one.addressees
    )
    for first, second in combinations(sorted(named), 2):
        if _is_one(first, second):
            words = _(
                "Are “%(first)s” (%(often)s×) and “%(second)s” (%(seldom)s×) the same actor?",
                first=first,
                often=named[first],
                second=second,
                seldom=named[second],
            )
            yield Finding(_("Actors"), words)


def _is_one(first: str, second: str) -> bool:
    one, two = bare(first), bare(second)
    if one == two or first in _IN_BRACKETS.findall(second) or second in _IN_BRACKETS.findall(first):
        return True
    return min(len(one), len(two)) >= SHORTEST and fuzz.ratio(one, two) >= ALIKE


def bare(actor: str) -> str:
    """Return an actor's name without articles, capitals and punctuation."""
    words = re.findall(r"\w+", actor.casefold())
    return " ".join(word for word in words if word != "the")


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
