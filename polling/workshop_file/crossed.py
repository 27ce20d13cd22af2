"""Who took part by two attributes at once, as far as that names nobody.

Two cells that are each large enough may still give a third away: what a row leaves of its total is
in the cell that is hidden. So those that protect it are hidden too, as in the tables of votes. And
the table that is not of the sector is left out where the others would tell with it what they hide.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from polling.voting.segments import SegmentVote, tabulate
from polling.voting.suppression import is_sensitive, published
from polling.workshop_file.together import REST, Counts, Shown, give_away

Said = Mapping[str, str]  # what one person said, by attribute key
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
        _shown(everybody, of[rows], of[columns], smallest) for rows, columns in pairs(attributes)
    ]
    return [
        {"rows": one.rows, "columns": one.columns, "people": one.people}
        for one in _safe(found, counts, len(everybody))
        if list(one.cells)
    ]


def _safe(found: list[Shown], counts: Counts, everybody: int) -> list[Shown]:
    """Without what closes a circle, if with it the others tell what they hide."""
    linked = set(chain(*ALSO))
    circle = [one for one in found if {one.rows, one.columns} & linked]
    closing = [one for one in circle if {one.rows, one.columns} <= linked]
    is_open = len(circle) == len(closing)
    if is_open or not give_away(circle, counts, everybody):
        return found
    return [one for one in found if one not in closing]


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


def _shown(everybody: Sequence[Said], rows: _Side, columns: _Side, smallest: int) -> Shown:
    """Everybody stands in one row of their column; those who did not say are in the totals."""
    votes = [SegmentVote(columns.of(said), frozenset({rows.of(said)})) for said in everybody]
    table = tabulate(votes, sorted({rows.of(said) for said in everybody}))
    silent = frozenset(
        (row, column)
        for row, column in table.cells
        if row not in rows.answers or column not in columns.answers
    )
    cells = published(table, smallest=smallest, harmless=silent)
    people = {
        row: {
            column: None if (cell := cells.get((row, column))) is None else cell.count
            for column in columns.answers
        }
        for row in rows.answers
    }
    secret = [
        (str(place[0]), place[1])
        for place, cell in table.cells.items()
        if place not in silent and is_sensitive(cell, smallest=smallest)
    ]
    return Shown(rows.key, columns.key, people, secret)
