"""Who took part by two attributes at once, as far as that names nobody.

Two cells that are each large enough may still give a third away: what a row leaves of its total is
in the cell that is hidden. So those that protect it are hidden too, as in the tables of votes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from polling.voting.segments import Cell, Place, SegmentVote, tabulate
from polling.voting.suppression import published

Counts = Mapping[str, Mapping[str, int]]  # by attribute key: how many said what, if not too few
Said = Mapping[str, str]  # what one person said, by attribute key
REST = ""  # those who did not say, or said what few did
ALSO = (("role", "gender"),)  # how many of those who spoke were women


def pairs(attributes: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Which attributes are told together: the sector with each that has a few answers."""
    closed = [one["key"] for one in attributes if one["options"]]
    for sector in (one["key"] for one in attributes if one["segment"]):
        yield from ((sector, key) for key in closed if key != sector)
    yield from (pair for pair in ALSO if set(pair) <= set(closed))


def crossed(
    attributes: Sequence[Mapping[str, Any]],
    everybody: Sequence[Said],
    counts: Counts,
    smallest: int,
) -> list[dict[str, Any]]:
    """A table for each pair of which anything can be shown: `people` by answer and answer.

    None stays hidden. That the totals are those of `counts` is known to all.
    """
    of = {key: _side(key, everybody, counts[key]) for pair in pairs(attributes) for key in pair}
    found = [
        (rows, columns, _people(everybody, of[rows], of[columns], smallest))
        for rows, columns in pairs(attributes)
    ]
    return [
        {"rows": rows, "columns": columns, "people": people}
        for rows, columns, people in found
        if any(cell is not None for row in people.values() for cell in row.values())
    ]


@dataclass(frozen=True)
class _Side:
    """One attribute: the `answers` that are told, in the order that it has where it stands alone.

    The rest is among them only if some of it did answer: who did not say is in no table.
    """

    key: str
    answers: list[str]

    def of(self, said: Said) -> str:
        answer = said.get(self.key, REST)
        return answer if answer in self.answers else REST


def _side(key: str, everybody: Sequence[Said], counts: Mapping[str, int]) -> _Side:
    some_answered = any(said.get(key, REST) not in {REST, *counts} for said in everybody)
    return _Side(key, [*counts, *([REST] if some_answered else [])])


def _people(
    everybody: Sequence[Said], rows: _Side, columns: _Side, smallest: int
) -> dict[str, dict[str, int | None]]:
    cells = _published(everybody, rows, columns, smallest)
    return {
        row: {column: _count(cells.get((row, column))) for column in columns.answers}
        for row in rows.answers
    }


def _count(cell: Cell | None) -> int | None:
    return None if cell is None else cell.count


def _published(
    everybody: Sequence[Said], rows: _Side, columns: _Side, smallest: int
) -> dict[Place, Cell | None]:
    """Everybody stands in one row of their column; those who did not say are in the totals."""
    votes = [SegmentVote(columns.of(said), frozenset({rows.of(said)})) for said in everybody]
    table = tabulate(votes, sorted({rows.of(said) for said in everybody}))
    silent = frozenset(
        (row, column)
        for row, column in table.cells
        if row not in rows.answers or column not in columns.answers
    )
    return published(table, smallest=smallest, harmless=silent)
