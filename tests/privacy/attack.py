"""An attacker who reads everything published about a vote, and solves it for the sectors.

The attacker knows all ballots, the size of each sector, the rounding, and the support by sector,
and how many voters of each group are in each sector, if groups may not choose their own work.
An attacker who voted also knows one ballot with its sector and group. Small rooms without groups
are solved by trying every assignment of sectors to ballots, others by integer programming. Neither
uses the product's own check.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
MOST_ASSIGNMENTS = 60_000  # above, integer programming is faster


@dataclass(frozen=True)
class Room:
    """The public data about a room, and the secret.

    `marks` has a row of 0 and 1 for each ballot. `least` and `most` bound the count of each mark in
    each sector. `sizes` are the numbers of ballots of each sector. `sector_of` is secret.

    `barred` has a row for each ballot, with 1 for each group that cannot have cast it. `group_of`
    is secret, but the numbers of voters by sector and group are public.
    """

    sector_of: Integers
    marks: Integers
    sizes: Sequence[int]
    least: Integers
    most: Integers
    barred: Integers | None = None
    group_of: Integers | None = None

    @property
    def counts(self) -> Integers:
        """The secret counts: (sector, mark)."""
        return np.array([self.marks[self.sector_of == at].sum(0) for at in range(len(self.sizes))])

    @property
    def groups(self) -> tuple[Integers, Integers]:
        """`barred` and `group_of`; everybody is in one group if there are none."""
        nobody = np.zeros((len(self.marks), 1), dtype=np.int64)
        if self.barred is None or self.group_of is None:
            return nobody, nobody[:, 0]
        return self.barred, self.group_of

    @property
    def open_anyway(self) -> NDArray[np.bool_]:
        """Marks whose counts follow from their total, with or without a table."""
        total = self.marks.sum(0)
        return np.asarray((total == 0) | (total == len(self.marks)))


@dataclass(frozen=True)
class Found:
    """How many secret counts and ballots' sectors are certain, and to how many voters any other's.

    `voters` are those who know their own ballot, and so the sector of at least one other ballot.
    """

    counts: int
    sectors: int
    voters: int


def attack(room: Room) -> Found:
    """Return how many are certain."""
    if room.barred is None and len(room.sizes) == 2 and _assignments(room) <= MOST_ASSIGNMENTS:
        return _by_enumeration(room)
    return _Programme(room).found()


def _assignments(room: Room) -> int:
    return comb(len(room.marks), room.sizes[0])


def _by_enumeration(room: Room) -> Found:
    """Try every assignment of two sectors to the ballots."""
    everybody = room.marks.sum(0)
    first = np.array(list(combinations(range(len(room.marks)), room.sizes[0])))
    member = np.zeros((len(first), len(room.marks)), dtype=np.int64)
    member[np.arange(len(first))[:, None], first] = 1
    counts = member @ room.marks
    both = np.stack([counts, everybody - counts], axis=1)
    fits = ((both >= room.least) & (both <= room.most)).all(axis=(1, 2))
    both, member = both[fits], member[fits]
    fixed_counts = (both == both[0]).all(0) & ~room.open_anyway
    voters = 0
    for voter, sector in enumerate(room.sector_of):
        possible = member[member[:, voter] == 1 - sector]
        voters += (possible == possible[0]).all(0).sum() > 1  # not only their own
    return Found(int(fixed_counts.sum()), int((member == member[0]).all(0).sum()), int(voters))


def _solver() -> highspy.Highs:
    """A solver with one thread: idle ones would wait for work at full speed."""
    highspy.Highs.resetGlobalScheduler(True)  # of the threads that a process has
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    return solver


class _Programme:
    """The number of ballots of each kind in each sector, as an integer program."""

    def __init__(self, room: Room) -> None:
        self._room = room
        barred, group_of = room.groups
        rows = np.hstack([room.marks, barred])
        self._kinds, of = np.unique(rows, axis=0, return_inverse=True)
        of, marks = of.ravel(), room.marks.shape[1]
        shape = len(self._kinds), len(room.sizes), barred.shape[1]
        self._whole = np.zeros(shape, dtype=np.int64)  # by group, too
        np.add.at(self._whole, (of, room.sector_of, group_of), 1)
        self._truth = self._whole.sum(2)
        self._many = self._truth.sum(1)
        self._solver = _solver()
        cells = list(np.ndindex(*shape))
        for kind, _, group in cells:
            out = self._kinds[kind, marks + group]
            self._solver.addVar(0, 0 if out else int(self._many[kind]))
        everything = np.arange(len(cells), dtype=np.int32)
        kinds = np.full(len(cells), int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        self._solver.changeColsIntegrality(len(cells), everything, kinds)
        self._at = everything.reshape(shape)
        for kind in range(shape[0]):
            self._sum_up(self._at[kind].ravel(), self._many[kind], self._many[kind])
        for (sector, group), size in np.ndenumerate(self._whole.sum(0)):
            self._sum_up(self._at[:, sector, group], size, size)
        for sector, mark in np.ndindex(*room.least.shape):
            having = self._at[self._kinds[:, mark] == 1, sector].ravel()
            self._sum_up(having, room.least[sector, mark], room.most[sector, mark])
        self._seen: list[Integers] = [self._whole]  # assignments that fit

    def found(self) -> Found:
        """Return how many counts and sectors have only one possible value, and to how many."""
        counts = sum(1 for _ in self._certain_counts())
        sectors = self._certain_sectors(np.zeros_like(self._whole))
        return Found(counts, sectors, sum(self._voters_who_know()))

    def _certain_counts(self) -> Iterator[tuple[int, int]]:
        truth = self._room.counts
        for sector, mark in np.ndindex(*truth.shape):
            if self._room.open_anyway[mark]:
                continue
            cost = np.zeros(self._truth.shape)
            cost[self._kinds[:, mark] == 1, sector] = 1
            if any(self._differs(one.sum(2), cost) for one in self._seen):
                continue
            if not any(self._differs(self._solve(sense * cost), cost) for sense in (1, -1)):
                yield sector, mark

    def _differs(self, found: Integers, cost: NDArray[np.float64]) -> bool:
        return bool((cost * (found - self._truth)).sum() != 0)

    def _voters_who_know(self) -> Iterator[int]:
        for kind, sector, group in np.argwhere(self._whole):
            own = np.zeros_like(self._whole)
            own[kind, sector, group] = 1
            if self._certain_sectors(own):
                yield int(self._whole[kind, sector, group])

    def _certain_sectors(self, own: Integers) -> int:
        """Move as many ballots as possible out of their sectors, until no more can move.

        `own` has a 1 where the attacker's own ballot is, which cannot move.
        """
        taken = own.sum(2)
        others = self._many - taken.sum(1)
        home = (self._truth - taken == others[:, None]) & (others[:, None] > 0)
        for found in self._seen:
            if (found >= own).all():
                home &= found.sum(2) == self._truth
        self._bound(own, 1)
        while home.any():
            moved = home & (self._solve(home.astype(float)) != self._truth)
            if not moved.any():
                break
            home &= ~moved
        self._bound(own, 0)
        return int((self._truth - taken)[home].sum())

    def _bound(self, own: Integers, least: int) -> None:
        for kind, sector, group in np.argwhere(own):
            column = int(self._at[kind, sector, group])
            self._solver.changeColBounds(column, least, int(self._many[kind]))

    def _sum_up(self, columns: NDArray[Any], least: Any, most: Any) -> None:
        ones = np.ones(len(columns))
        self._solver.addRow(int(least), int(most), len(columns), columns.astype(np.int32), ones)

    def _solve(self, cost: NDArray[np.float64]) -> Integers:
        every = self._at.ravel()
        by_group = np.repeat(cost[:, :, None], self._at.shape[2], axis=2)
        self._solver.changeColsCost(len(every), every, by_group.ravel())
        self._solver.run()
        assert self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        values = np.array(self._solver.getSolution().col_value)
        self._seen.append(np.asarray(np.rint(values), dtype=np.int64).reshape(self._at.shape))
        return np.asarray(self._seen[-1].sum(2))
