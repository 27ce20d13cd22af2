"""Check that a published table does not disclose the sector of any ballot.

All ballots are public, without their sectors. So a reader could try to solve a table by sector like
a puzzle: which assignments of sectors to ballots lead to these numbers? A ballot's sector stays
uncertain if it can swap sectors with another ballot, alone or together with a second swap, and no
published number changes. A count stays uncertain if one of these swaps changes it. Each such swap
is another assignment that fits everything published, so a table that passes this check provably
leaves every sector and count uncertain.

The check is conservative: it does not try combinations of three or more swaps, so it may refuse a
table that is safe.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST_SECOND = 5_000  # swaps tried as the second of two
MOST_FIRST = 300  # swaps tried as the first of two, per ballot or count; more would take seconds
AT_ONCE = 5_000  # single swaps tried in one step, to limit the memory

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Puzzle:
    """The secret data, and what is public about it.

    `sector_of` is the sector of each ballot as a number from 0. `marks` has a row of 0 and 1 for
    each ballot, with a column for each count. `least` and `most` (sector × mark) are the bounds of
    the counts that give the same published numbers. The size of each sector and all ballots are
    public.
    """

    sector_of: Integers
    marks: Integers
    least: Integers
    most: Integers


def add_up(sector_of: Integers, marks: Integers, sectors: int) -> Integers:
    """Return how many ballots of each sector have each mark: (sector, mark)."""
    found = np.zeros((sectors, marks.shape[1]), dtype=np.int64)
    np.add.at(found, sector_of, marks)
    return found


def is_open(puzzle: Puzzle) -> bool:
    """Return whether every ballot's sector and every count is uncertain.

    Counts that follow from the room's total (no ballot has the mark, or all do) are exempt.
    """
    return _Swaps(puzzle).leave_open()


class _Swaps:
    """All swaps of two ballots of different sectors; equal ballots of a sector count once."""

    def __init__(self, puzzle: Puzzle) -> None:
        counts = add_up(puzzle.sector_of, puzzle.marks, len(puzzle.least))
        total = puzzle.marks.sum(axis=0)
        self._up, self._down = puzzle.most - counts, counts - puzzle.least
        rows = np.column_stack([puzzle.sector_of, puzzle.marks])
        self._kinds = np.unique(rows, axis=0)
        first, second = np.triu_indices(len(self._kinds), k=1)
        apart = self._kinds[first, 0] != self._kinds[second, 0]
        self._pairs = np.column_stack([first[apart], second[apart]])
        self._open_kinds = np.zeros(len(self._kinds), dtype=bool)
        given = (total == 0) | (total == len(puzzle.marks))
        self._open_counts: Flags = np.tile(given, (len(counts), 1))

    def leave_open(self) -> bool:
        """Return whether single swaps, or else pairs of swaps, leave everything uncertain."""
        for at in range(0, len(self._pairs), AT_ONCE):
            pairs = self._pairs[at : at + AT_ONCE]
            self._learn(pairs, self._changes(pairs))
        return self._open_kinds_by_two() and self._open_counts_by_two()

    def _changes(self, pairs: Integers) -> Integers:
        """Return the effect of each swap on the counts: (swap, sector, mark)."""
        first, second = self._kinds[pairs[:, 0]], self._kinds[pairs[:, 1]]
        gained = second[:, 1:] - first[:, 1:]
        changes = np.zeros((len(pairs), *self._up.shape), dtype=np.int64)
        at = np.arange(len(pairs))
        changes[at, first[:, 0]] = gained
        changes[at, second[:, 0]] = -gained
        return changes

    def _unnoticed(self, changes: Integers) -> Flags:
        return np.asarray(((changes <= self._up) & (-changes <= self._down)).all(axis=(1, 2)))

    def _learn(self, pairs: Integers, changes: Integers) -> None:
        """Record which ballots and counts these swaps leave uncertain."""
        unnoticed = self._unnoticed(changes)
        self._open_kinds[pairs[unnoticed].ravel()] = True
        self._open_counts[(changes[unnoticed] != 0).any(axis=0)] = True

    def _open_kinds_by_two(self) -> bool:
        for kind in np.flatnonzero(~self._open_kinds):
            if self._open_kinds[kind]:
                continue  # by a swap found for another ballot
            firsts = self._pairs[(self._pairs == kind).any(axis=1)]
            if not any(self._open_by_two(pair) for pair in self._most_likely(firsts)):
                return False
        return True

    def _open_counts_by_two(self) -> bool:
        for sector, mark in np.argwhere(~self._open_counts):
            if self._open_counts[sector, mark]:
                continue  # by a swap found for another count
            in_it = (self._kinds[self._pairs, 0] == sector).any(axis=1)
            marked = self._kinds[self._pairs, 1 + mark]
            firsts = self._pairs[in_it & (marked[:, 0] != marked[:, 1])]
            for pair in self._most_likely(firsts):
                self._open_by_two(pair)
                if self._open_counts[sector, mark]:
                    break
            else:
                return False
        return True

    def _most_likely(self, pairs: Integers) -> Integers:
        """Return the most promising swaps: those that change the fewest published numbers."""
        changes = self._changes(pairs)
        over = np.maximum(changes - self._up, 0) + np.maximum(-changes - self._down, 0)
        order = np.argsort(over.sum(axis=(1, 2)), kind="stable")
        return pairs[order[:MOST_FIRST]]

    def _open_by_two(self, pair: Integers) -> bool:
        """Record what this swap leaves uncertain together with a second swap of other ballots."""
        seconds = self._pairs[:: 1 + len(self._pairs) // MOST_SECOND]
        seconds = seconds[~np.isin(seconds, pair).any(axis=1)]
        changes = self._changes(seconds) + self._changes(pair[None])
        unnoticed = self._unnoticed(changes)
        if unnoticed.any():
            self._open_kinds[pair] = True
            self._learn(seconds[unnoticed], changes[unnoticed])
        return bool(unnoticed.any())
