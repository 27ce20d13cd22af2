"""Tables of the same people: whether together they give away what each of them hides.

Tables of the sector with one other attribute each say nothing of one another: they share the sector
alone, whose counts are public, and any cells of one can go with any of another. A table of two of
those others closes a circle, and may leave a hidden cell one value. That is found by linear
programming: the least and the most that the cell can be, with everything that is published.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np
from highspy import ObjSense

# Not the class around it, which prints what it is: that would end up in whatever is exported.
from highspy._core import _Highs
from numpy.typing import NDArray

Counts = Mapping[str, Mapping[str, int]]  # by attribute key: how many said what, if not too few
Answers = Mapping[str, str]  # by attribute key
REST = ""  # those who did not say, or said what few did
MOST_PARTS = 2_000  # in which everybody can be counted; more would take too long
SLACK = 1e-6
SENSES = (ObjSense.kMinimize, ObjSense.kMaximize)

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Shown:
    """A table as it would be published: `people` by answer and answer, None stays hidden.

    Nobody may know the `secret` ones of those; the others are hidden to protect them.
    """

    rows: str
    columns: str
    people: Mapping[str, Mapping[str, int | None]]
    secret: Sequence[tuple[str, str]]

    @property
    def cells(self) -> Iterator[tuple[Answers, int]]:
        """The cells that are shown."""
        for row, cells in self.people.items():
            for column, people in cells.items():
                if people is not None:
                    yield {self.rows: row, self.columns: column}, people


def give_away(tables: Sequence[Shown], counts: Counts, everybody: int) -> bool:
    """Whether a secret cell can have one value only, and could have more without the tables."""
    keys = list(dict.fromkeys(key for table in tables for key in (table.rows, table.columns)))
    if prod(len(counts[key]) + 1 for key in keys) > MOST_PARTS:
        return True
    bare, known = (_Parts(keys, counts, everybody) for _ in range(2))
    for table in tables:
        for said, people in table.cells:
            known.sum_up(said, people)
    secrets = [{one.rows: row, one.columns: column} for one in tables for row, column in one.secret]
    certain = known.certain(secrets)
    return len(bare.certain(certain)) < len(certain)


class _Parts:
    """Everybody in parts, one for each combination of answers, of unknown sizes."""

    def __init__(self, keys: Sequence[str], counts: Counts, everybody: int) -> None:
        parts = product(*([*counts[key], REST] for key in keys))
        self._answers = dict(zip(keys, map(np.array, zip(*parts, strict=True)), strict=True))
        self._count = len(self._answers[keys[0]])
        self._solver = _Highs()
        self._solver.setOptionValue("output_flag", False)
        for _ in range(self._count):
            self._solver.addVar(0, everybody)
        self.sum_up({}, everybody)
        for key in keys:
            for answer, people in counts[key].items():
                self.sum_up({key: answer}, people)

    def sum_up(self, said: Answers, people: int) -> None:
        """So many people said this."""
        parts = np.flatnonzero(self._of(said)).astype(np.int32)
        self._solver.addRow(people, people, len(parts), parts, np.ones(len(parts)))

    def certain(self, sums: Sequence[Answers]) -> list[Answers]:
        """Those that only one number of people can have said.

        Whatever the sizes of the parts are found to be for one sum, others may have changed too.
        """
        of = np.array([self._of(said) for said in sums]).reshape(len(sums), self._count)
        least, most = np.full(len(sums), np.inf), np.full(len(sums), -np.inf)
        for at, sense in product(range(len(sums)), SENSES):
            if not _differ(least[at], most[at]):
                values = of @ self._sizes(of[at].astype(float), sense)
                least, most = np.minimum(least, values), np.maximum(most, values)
        return [
            said
            for said, low, high in zip(sums, least, most, strict=True)
            if not _differ(low, high)
        ]

    def _sizes(self, costs: Numbers, sense: ObjSense) -> Numbers:
        places = np.arange(self._count, dtype=np.int32)
        self._solver.changeColsCost(self._count, places, costs)
        self._solver.changeObjectiveSense(sense)
        self._solver.run()
        return np.array(self._solver.getSolution().col_value)

    def _of(self, said: Answers) -> NDArray[np.bool_]:
        """Which parts consist of people who said this."""
        chosen = np.ones(self._count, dtype=bool)
        for key, answer in said.items():
            chosen &= self._answers[key] == answer
        return chosen


def _differ(least: float, most: float) -> bool:
    """Whether more than one whole number lies between."""
    return bool(np.floor(most + SLACK) > np.ceil(least - SLACK))
