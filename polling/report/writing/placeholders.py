"""Figures in what organizers write: `{{ themes }}` is printed as the number that it is now.

So a text cannot disagree with the data. A name that nothing stands for is printed as it was typed,
and the proofreading says so.
"""

import re
from collections.abc import Iterator, Mapping
from functools import partial

from slugify import slugify

from polling.core.i18n import average
from polling.report.figures.facts import Report
from polling.report.figures.people_facts import Cell
from polling.report.figures.vote_facts import Share
from polling.report.sections.phrases import part, share, turnout
from polling.survey.question_types.base import GridRow, QuestionTally

_REFERENCE = re.compile(r"\{\{([^{}\n]*)\}\}")
_name = partial(slugify, separator="_", max_length=40)


def figures(report: Report) -> dict[str, str]:
    """Every figure that a text can refer to, as it is printed. A share names what it is of."""
    counts = {
        "participants": report.present,
        "registered": report.registered,
        "themes": len(report.themes),
        "priority_issues": len(report.priority_issues),
        "recommendations": len(report.recommendations),
        "groups": len(report.groups),
        "sessions": len(report.sittings),
        "ballots": report.ballots,
    }
    plain = {name: str(count) for name, count in counts.items() if count}
    return plain | dict(_participants(report)) | dict(_turnout(report)) | dict(_survey(report))


def by_kind(known: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The same in groups, by what stands before the first point; "" for plain counts."""
    kinds: dict[str, dict[str, str]] = {"": {}}
    for name, value in known.items():
        kinds.setdefault(name.partition(".")[0] if "." in name else "", {})[name] = value
    return kinds


def resolve(text: str, known: Mapping[str, str]) -> str:
    """The text with its figures."""
    return _REFERENCE.sub(lambda found: known.get(found[1].strip(), found[0]), text)


def unknown(text: str, known: Mapping[str, str]) -> list[str]:
    """What the text refers to and there is not."""
    names = [name.strip() for name in _REFERENCE.findall(text)]
    return [name for name in names if name not in known]


def _participants(report: Report) -> Iterator[tuple[str, str]]:
    for one in report.breakdowns:
        yield from _cells(f"participants.{one.key}", one.cells, report.present)
        yield from _cells(f"registered.{one.key}", one.registered, report.registered)


def _cells(name: str, cells: list[Cell], everybody: int) -> Iterator[tuple[str, str]]:
    for cell in cells:
        if cell.words:
            yield f"{name}.{_name(cell.words)}", share(cell.count, everybody, cell.percent)


def _turnout(report: Report) -> Iterator[tuple[str, str]]:
    for vote in report.votes:
        yield f"voted.{vote.kind}.{_name(vote.theme)}", turnout(vote)


def _survey(report: Report) -> Iterator[tuple[str, str]]:
    responses = report.survey.responses
    if responses.count:
        yield "survey.responses", part(responses)
    for tally in report.survey.tallies:
        yield from _answers(tally)


def _answers(tally: QuestionTally) -> Iterator[tuple[str, str]]:
    if tally.mean is not None:
        yield f"survey.{tally.asked.key}.average", average(tally.mean)
    if tally.high is not None:
        yield f"survey.{tally.asked.key}.high", part(Share(tally.high, tally.answered))
    for row in tally.rows:
        yield from _row(f"survey.{tally.asked.key}.{_name(row.words)}", tally, row)
    for bar in tally.bars:
        name = f"survey.{tally.asked.key}.{_name(bar.words)}"
        yield name, share(bar.count, tally.answered, bar.percent)


def _row(name: str, tally: QuestionTally, row: GridRow) -> Iterator[tuple[str, str]]:
    """An option of a matrix by its average, one of a ranking by how many named it."""
    mean = tally.asked.type.row_mean(row)
    if mean is not None:
        yield f"{name}.average", average(mean)
    elif row.people:
        yield name, part(Share(row.people, tally.answered))
