"""Tables of the same people: whether together they give away what each of them hides.

Tables of the sector with one other attribute each say nothing of one another: they share the sector
alone, whose counts are public, and any cells of one can go with any of another. A table of two of
those others closes a circle, and may leave a hidden cell one value. That is found by linear
programming: the least and the most that the cell can be, with everything that is published.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import ceil, floor, prod

import highspy
import numpy as np

Counts = Mapping[str, Mapping[str, int]]  # by attribute key: how many said what, if not too few
Answers = Mapping[str, str]  # by attribute key
REST = ""  # those who did not say, or said what few did
MOST_PARTS = 10_000  # in which everybody can be counted; more would take too long
SLACK = 1e-6


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
    bare = _Parts(keys, counts, everybody)
    known = _Parts(keys, counts, everybody)
    for table in tables:
        for said, people in table.cells:
            known.sum_up(said, people)
    secrets = [{one.rows: row, one.columns: column} for one in tables for row, column in one.secret]
    return any(known.is_certain(said) and not bare.is_certain(said) for said in secrets)


class _Parts:
    """Everybody in parts, one for each combination of answers, of unknown sizes."""

    def __init__(self, keys: Sequence[str], counts: Counts, everybody: int) -> None:
        self._keys = keys
        self._parts = list(product(*([*counts[key], REST] for key in keys)))
        self._solver = highspy.Highs()
        self._solver.silent()
        for _ in self._parts:
            self._solver.addVar(0, everybody)
        self.sum_up({}, everybody)
        for key in keys:
            for answer, people in counts[key].items():
                self.sum_up({key: answer}, people)

    def sum_up(self, said: Answers, people: int) -> None:
        """So many people said this."""
        parts = self._of(said)
        self._solver.addRow(people, people, len(parts), parts, np.ones(len(parts)))

    def is_certain(self, said: Answers) -> bool:
        """Whether only one number of people can have said this."""
        costs = np.zeros(len(self._parts))
        costs[self._of(said)] = 1
        self._solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)
        return floor(self._bound(highspy.ObjSense.kMaximize) + SLACK) <= ceil(
            self._bound(highspy.ObjSense.kMinimize) - SLACK
        )

    def _bound(self, sense: highspy.ObjSense) -> float:
        self._solver.changeObjectiveSense(sense)
        self._solver.run()
        found: float = self._solver.getInfo().objective_function_value
        return found

    def _of(self, said: Answers) -> np.ndarray:
        parts = [
            at
            for at, part in enumerate(self._parts)
            if all(part[self._keys.index(key)] == answer for key, answer in said.items())
        ]
        return np.array(parts, dtype=np.int32)
