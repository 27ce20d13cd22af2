"""Rows of the tables on people: who registered, who took part, and what they answered."""

from collections.abc import Iterator

from polling.report.data.people_data import Cell
from polling.report.data.report_data import Report
from polling.report.tables.row_types import Row


def people(report: Report) -> Iterator[Row]:
    """Return registered and present people, by attribute."""
    for one in report.breakdowns:
        yield from _cells("registered", one.label, one.registered, report.registered)
        yield from _cells("took part", one.label, one.cells, report.counted)


def _cells(population: str, label: str, cells: list[Cell], everybody: int) -> Iterator[Row]:
    for cell in cells:
        yield [population, label, cell.words or None, cell.count, everybody, cell.percent]


def crossed(report: Report) -> Iterator[Row]:
    """Return present people by two attributes; suppressed cells have no number."""
    for one in report.crossings:
        for answer, cells in zip(one.down, one.people, strict=True):
            for other, cell in zip(one.across, cells, strict=True):
                yield [one.rows, answer or None, one.columns, other or None, cell, report.counted]


def survey(report: Report) -> Iterator[Row]:
    """Return the survey's answers: counts, and texts with their tags."""
    for tally in report.survey.tallies:
        question, kind = tally.asked.question.text, tally.asked.kind
        counted = tally.asked.type.counted_as
        for bar in tally.bars:
            yield [question, counted, bar.words, bar.count, tally.answered, bar.percent, None]
        for text in tally.texts:
            tags = "; ".join(tally.tags.get(text, [])) or None
            yield [question, kind, text, None, tally.answered, None, tags]


def grid(report: Report) -> Iterator[Row]:
    """Return how often each option of a ranking or matrix got each place or mark."""
    for tally in report.survey.tallies:
        question, kind = tally.asked.question.text, tally.asked.kind
        for row in tally.rows:
            for step, count in enumerate(row.counts, start=1):
                yield [question, kind, row.words, step, count, row.people, tally.answered]
