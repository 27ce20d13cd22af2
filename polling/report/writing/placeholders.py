"""Placeholders in organizers' texts: `{{ themes }}` is printed as the current number.

So a text cannot contradict the data. An unknown name is reported by the proofreading, and printed
as typed for organizers; readers do not get the text.

    {{ participants.sector.ngo }}                  27 of 78 (35%)
    {{ participants.sector.ngo.percent }}          35
    {{ recommendation.3.2.3 }}                     its sentence; {{ issue.3.2 }} the headline
    {{ recommendation.3.2.3.support }}             27 of 29 (93%); .chosen is the final vote
    {{ participants.country.laos + thailand }}     19 of 78 (24%), a sum of published counts
    {{ participants.sector.ngo.gender.woman }}     about 10 of 27 (37%), from the crossed table

All figures derive from data that `polling.privacy` allows to be published.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from slugify import slugify

from polling.core.i18n import _, average, listed, ngettext
from polling.core.percentages import percentage
from polling.report.data.people_data import Cell, Crossing
from polling.report.data.report_data import Report
from polling.report.data.vote_data import ContestStanding, Share, Vote
from polling.report.options import ReportProse
from polling.report.sections.support_columns import split_on_timing, with_concerns
from polling.report.sections.vote_phrases import part, turnout
from polling.report.writing.markdown_escape import line
from polling.survey.question_types.base import GridRow, QuestionTally

PERCENT = ".percent"  # after the name of a share: the plain number
OF_ONE = {"issue", "recommendation"}  # kinds of figures about a single object, by reference
MOST_NAMED = 6  # references in a sentence
_REFERENCE = re.compile(r"\{\{([^{}\n]*)\}\}")
_name = partial(slugify, separator="_", max_length=40)
Named = Iterator[tuple[str, str]]


@dataclass(frozen=True)
class Offered:
    """A figure to insert into a text; `percent` is the plain number of a share, or ""."""

    name: str
    value: str
    percent: str


class Figures(Mapping[str, str]):
    """All figures for texts, as printed, by name.

    Iterating yields the single names; sums of `groupable` shares can be looked up too.
    """

    def __init__(self, named: Mapping[str, str], groupable: Mapping[str, Share]) -> None:
        self._named, self._groupable = named, groupable

    def __getitem__(self, name: str) -> str:
        return self._named[name] if name in self._named else self._sum(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._named)

    def __len__(self) -> int:
        return len(self._named)

    @property
    def example_of_sum(self) -> str:
        """Return two answers to one question, "participants.country.laos + thailand", or ""."""
        last: dict[str, str] = {}
        for name in self._groupable:
            question, _dot, answer = name.rpartition(".")
            if question in last:
                return f"{question}.{last[question]} + {answer}"
            last[question] = answer
        return ""

    def _sum(self, name: str) -> str:
        """Return the share of several answers to one question. Raises KeyError if one is new."""
        stem = name.removesuffix(PERCENT)
        question, _dot, answers = stem.rpartition(".")
        parts = {answer.strip() for answer in answers.split("+")}
        if len(parts) != answers.count("+") + 1 or len(parts) == 1:
            raise KeyError(name)
        shares = [self._groupable[f"{question}.{answer}"] for answer in parts]
        whole = Share(sum(share.count for share in shares), shares[0].of)
        return part(whole) if stem == name else str(whole.percent)


def figures(report: Report) -> Figures:
    """Return all figures. A share includes its base."""
    counts = {
        "participants": report.present,
        "registered": report.registered,
        "themes": len(report.themes),
        "issues": sum(len(theme.issues) for theme in report.themes),
        "priority_issues": len(report.priority_issues),
        "recommendations": len(report.recommendations),
        "drafted": len(report.recommendations) + len(report.left_out),
        "with_concerns": len(with_concerns(report)),
        "groups": len(report.groups),
        "finalists": len(report.finalists.standings) if report.finalists else 0,
        "sessions": len(report.sittings),
        "ballots": report.ballots,
    }
    plain = {name: str(count) for name, count in counts.items() if count}
    people = dict(_people(report))
    shares = {name: value for one in people for name, value in _share(one, people[one])}
    rest = dict(_crossed(report)) | dict(_turnout(report)) | dict(_survey(report))
    return Figures(plain | shares | rest | dict(_decided(report)), people)


def by_kind(known: Mapping[str, str]) -> dict[str, list[Offered]]:
    """Return the figures grouped by the part before the first dot; "" for plain counts.

    Those of single issues and recommendations are left out, because there are hundreds.
    """
    kinds: dict[str, list[Offered]] = {"": []}
    for name, value in known.items():
        kind = name.partition(".")[0] if "." in name else ""
        if kind not in OF_ONE and not name.endswith(PERCENT):
            offered = Offered(name, value, known.get(f"{name}{PERCENT}", ""))
            kinds.setdefault(kind, []).append(offered)
    return kinds


def resolve(text: str, known: Mapping[str, str]) -> str:
    """Return the text with its placeholders replaced."""
    return _REFERENCE.sub(lambda found: known.get(found[1].strip(), found[0]), text)


def names(text: str) -> list[str]:
    """Return the names of placeholders in a text."""
    return [name.strip() for name in _REFERENCE.findall(text)]


def unknown(text: str, known: Mapping[str, str]) -> list[str]:
    """Return the names of placeholders that do not exist."""
    return [name for name in names(text) if name not in known]


def with_figures(report: Report) -> Report:
    """Return the report without the texts that contain unknown names."""
    known = figures(report)

    def known_only(text: str) -> str:
        return "" if unknown(text, known) else text

    themes = [
        replace(
            theme,
            description=known_only(theme.description),
            exploration=known_only(theme.exploration),
        )
        for theme in report.themes
    ]
    prose = {name: known_only(text) for name, text in report.prose}
    return replace(report, themes=themes, prose=ReportProse(**prose))


def _share(name: str, share: Share) -> Named:
    yield name, part(share)
    yield f"{name}{PERCENT}", str(share.percent)


def _people(report: Report) -> Iterator[tuple[str, Share]]:
    """People by one answer; answers to one question are disjoint, so they add up."""
    for one in report.breakdowns:
        yield from _cells(f"participants.{one.key}", one.cells, report.counted)
        yield from _cells(f"registered.{one.key}", one.registered, report.registered)


def _cells(name: str, cells: list[Cell], everybody: int) -> Iterator[tuple[str, Share]]:
    for cell in cells:
        if cell.words:
            yield f"{name}.{_name(cell.words)}", Share(cell.count, everybody)


def _crossed(report: Report) -> Named:
    keys = {one.label: one.key for one in report.breakdowns}
    for one in report.crossings:
        rows, columns = (keys.get(label, _name(label)) for label in (one.rows, one.columns))
        yield from _crossing(f"participants.{rows}", columns, one)


def _crossing(stem: str, columns: str, crossing: Crossing) -> Named:
    """One answer among people who gave another; the published counts are rounded."""
    rows = zip(crossing.down, crossing.people, crossing.totals, strict=True)
    for answer, people, total in rows:
        for other, count in zip(crossing.across, people, strict=True):
            if answer and other and count is not None:
                name = f"{stem}.{_name(answer)}.{columns}.{_name(other)}"
                yield name, _("about %(share)s", share=part(Share(count, total)))
                yield f"{name}{PERCENT}", str(percentage(count, total))


def _decided(report: Report) -> Named:
    """The text of each issue and recommendation, and its support."""
    if split := split_on_timing(report):
        many = ngettext("%(num)s recommendation", "%(num)s recommendations", len(split))
        yield "split_on_timing", listed(split) if len(split) <= MOST_NAMED else many
    for theme in report.themes:
        for issue in (one for one in theme.told if one.reference):
            yield from _one(f"issue.{issue.reference}", issue.headline, chosen=issue.standing)
    for one in (one for one in report.recommendations if one.reference):
        name = f"recommendation.{one.reference}"
        yield from _one(name, one.text, support=one.standing, chosen=one.final)


def _one(name: str, words: str, **standings: ContestStanding | None) -> Named:
    yield name, line(words)
    for vote, standing in standings.items():
        if standing:
            yield from _share(f"{name}.{vote}", standing.support)


def _turnout(report: Report) -> Named:
    for vote in report.votes:
        yield from _voted(f"voted.{vote.kind}.{_name(vote.theme)}", vote)


def _voted(name: str, vote: Vote) -> Named:
    """With paper ballots, there is no percentage of voters."""
    if vote.paper:
        yield name, turnout(vote)
    else:
        yield from _share(name, vote.turnout)


def _survey(report: Report) -> Named:
    responses = report.survey.responses
    if responses.count:
        yield from _share("survey.responses", responses)
    for tally in report.survey.tallies:
        yield from _answers(tally)


def _answers(tally: QuestionTally) -> Named:
    stem = f"survey.{tally.asked.key}"
    if tally.mean is not None:
        yield f"{stem}.average", average(tally.mean)
    if tally.high is not None:
        yield from _share(f"{stem}.high", Share(tally.high, tally.answered))
    for row in tally.rows:
        yield from _row(f"{stem}.{_name(row.words)}", tally, row)
    for bar in tally.bars:
        yield from _share(f"{stem}.{_name(bar.words)}", Share(bar.count, tally.answered))


def _row(name: str, tally: QuestionTally, row: GridRow) -> Named:
    """An option of a matrix by its average, or of a ranking by how many named it."""
    mean = tally.asked.type.row_mean(row)
    if mean is not None:
        yield f"{name}.average", average(mean)
    elif row.people:
        yield from _share(name, Share(row.people, tally.answered))
