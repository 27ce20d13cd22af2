"""Check that a published table does not disclose the sector of any ballot.

All ballots are public, without their sectors. So a reader could try to solve a table by sector like
a puzzle: which assignments of sectors to ballots lead to these numbers? Every ballot's sector and
every count must differ between two of them. A voter also knows one ballot and its sector. So for
every possible voter, the sectors of all other ballots must still differ.

For small rooms, all assignments are tried (see `assignments`). In larger ones, a ballot's sector
stays uncertain if it can swap sectors with another ballot, alone or together with a second swap,
and no published number changes. A count stays uncertain if one of these swaps changes it. For a
voter, swaps that move the known ballot do not exist, so there must be others. Of several equal
ballots of a sector, another one can always move. This check does not try combinations of three or
more swaps, so it may refuse a table that is safe.

If groups may not choose their own work, only those assignments count in which each sector's ballots
can be divided among its groups (see `group_limits`). Voters also know their own group. In a larger
room, one seat outside a set of groups is kept free for such a voter, unless none was free.

There are two limits. Voters who tell one another their ballots may find out more. And a reader who
repeats the search for a table (see `sector_table`) may rule out assignments for which the search
would have ended otherwise.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from polling.privacy.assignments import assignments, leave_ballots_open, leave_counts_open
from polling.privacy.group_limits import GroupLimits

MOST_PAIRS = 1_000_000  # single swaps; only more than 1,400 different ballots have more
MOST_SECOND = 5_000  # swaps tried as the second of two
MOST_LIMITS = 60  # sets of groups for which all assignments are tried, to limit the memory
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
    public. `limits` are also public; None: everybody may choose everything.
    """

    sector_of: Integers
    marks: Integers
    least: Integers
    most: Integers
    limits: GroupLimits | None = None


def add_up(sector_of: Integers, marks: Integers, sectors: int) -> Integers:
    """Return how many ballots of each sector have each mark: (sector, mark)."""
    found = np.zeros((sectors, marks.shape[1]), dtype=np.int64)
    np.add.at(found, sector_of, marks)
    return found


def is_open(puzzle: Puzzle) -> bool:
    """Return whether every ballot's sector and every count is uncertain.

    Sectors are also uncertain for each voter. Counts that follow from the room's total (no ballot
    has the mark, or all do) are exempt.
    """
    if (all_of_them := _assignments(puzzle)) is None:
        swaps = _Swaps(puzzle)
        return swaps.leave_ballots_open() and swaps.leave_counts_open()
    kinds, many, found = all_of_them
    own = puzzle.marks.shape[1]
    return leave_ballots_open(many, found, kinds[:, own:], puzzle.limits) and leave_counts_open(
        kinds[:, :own], many, found
    )


def are_ballots_open(puzzle: Puzzle) -> bool:
    """Return whether every ballot's sector is uncertain, also for each voter."""
    if (all_of_them := _assignments(puzzle)) is None:
        return _Swaps(puzzle).leave_ballots_open()
    kinds, many, found = all_of_them
    return leave_ballots_open(many, found, kinds[:, puzzle.marks.shape[1] :], puzzle.limits)


def _assignments(puzzle: Puzzle) -> tuple[Integers, Integers, Integers] | None:
    sizes = np.bincount(puzzle.sector_of, minlength=len(puzzle.least))
    if puzzle.limits is not None:
        if puzzle.limits.naming.shape[1] > MOST_LIMITS:
            return None
        puzzle = _with_limits_as_marks(puzzle, puzzle.limits.naming, puzzle.limits.seats)
    return assignments(puzzle.marks, sizes, puzzle.least, puzzle.most)


def _with_limits_as_marks(puzzle: Puzzle, naming: Integers, seats: Integers) -> Puzzle:
    return replace(
        puzzle,
        marks=np.hstack([puzzle.marks, naming]),
        least=np.hstack([puzzle.least, np.zeros_like(seats)]),
        most=np.hstack([puzzle.most, seats]),
    )


class _Swaps:
    """All swaps of two ballots of different sectors; equal ballots of a sector are one kind."""

    def __init__(self, puzzle: Puzzle) -> None:
        published = puzzle.marks.shape[1]
        if (limits := puzzle.limits) is not None:
            taken = add_up(puzzle.sector_of, limits.naming, len(puzzle.least))
            for_others = np.maximum(taken, limits.seats - 1)  # a voter needs a seat
            puzzle = _with_limits_as_marks(puzzle, limits.naming, for_others)
        counts = add_up(puzzle.sector_of, puzzle.marks, len(puzzle.least))
        total = puzzle.marks.sum(axis=0)
        self._up, self._down = puzzle.most - counts, counts - puzzle.least
        rows = np.column_stack([puzzle.marks, puzzle.sector_of])  # similar ballots are neighbours
        self._kinds, many = np.unique(rows, axis=0, return_counts=True)
        self._alone: Flags = many == 1
        self._pairs = self._all_pairs()
        # For each kind that some voter may be sure of: the other kinds that are part of every swap
        # found for it. Their voters know that none of these swaps has happened. None: not found.
        self._sure: dict[int, frozenset[int] | None] = dict.fromkeys(range(len(self._kinds)))
        given = (total == 0) | (total == len(puzzle.marks))
        given[published:] = True
        self._open_counts: Flags = np.tile(given, (len(counts), 1))
        self._try_single_swaps()

    def leave_ballots_open(self) -> bool:
        """Return whether single swaps, or else pairs of swaps, leave all ballots uncertain."""
        for kind in list(self._sure):
            if kind in self._sure:  # no swap found for another ballot has opened it
                with_it = self._pairs[(self._pairs == kind).any(axis=1)]
                if not self._open_ballot_by_two(kind, self._most_likely(with_it)):
                    return False
        return True

    def leave_counts_open(self) -> bool:
        """Return whether they leave all counts uncertain."""
        for sector, mark in np.argwhere(~self._open_counts):
            in_it = (self._kinds[self._pairs, -1] == sector).any(axis=1)
            marked = self._kinds[self._pairs, mark]
            firsts = self._most_likely(self._pairs[in_it & (marked[:, 0] != marked[:, 1])])
            seconds = self._seconds()
            changes = self._changes(seconds)
            for pair in firsts[:MOST_FIRST]:
                if self._open_counts[sector, mark]:
                    break
                self._try_two_swaps(pair, seconds, changes)
            if not self._open_counts[sector, mark]:
                return False
        return True

    def _all_pairs(self) -> Integers:
        """Return pairs of kinds, with the most similar ones first."""
        kinds = len(self._kinds)
        steps = np.arange(1, min(kinds // 2, MOST_PAIRS // kinds) + 1)
        first = np.tile(np.arange(kinds), len(steps))
        second = (first + np.repeat(steps, kinds)) % kinds
        apart = self._kinds[first, -1] != self._kinds[second, -1]
        return np.column_stack([first[apart], second[apart]])

    def _seconds(self) -> Integers:
        return self._pairs[:: 1 + len(self._pairs) // MOST_SECOND]

    def _try_single_swaps(self) -> None:
        for at in range(0, len(self._pairs), AT_ONCE):
            pairs = self._pairs[at : at + AT_ONCE]
            self._learn(pairs, self._changes(pairs))
            if not self._sure and self._open_counts.all():
                return

    def _changes(self, pairs: Integers) -> Integers:
        """Return the effect of each swap on the counts: (swap, sector, mark)."""
        first, second = self._kinds[pairs[:, 0]], self._kinds[pairs[:, 1]]
        gained = second[:, :-1] - first[:, :-1]
        changes = np.zeros((len(pairs), *self._up.shape), dtype=np.int64)
        at = np.arange(len(pairs))
        changes[at, first[:, -1]] = gained
        changes[at, second[:, -1]] = -gained
        return changes

    def _learn(self, swaps: Integers, changes: Integers) -> None:
        """Record which ballots and counts these swaps leave uncertain; a row has their kinds."""
        unnoticed = ((changes <= self._up) & (changes >= -self._down)).all(axis=(1, 2))
        swaps, changes = swaps[unnoticed], changes[unnoticed]
        self._open_counts |= (changes != 0).any(axis=0)
        for kind in np.intersect1d(swaps, list(self._sure)):
            self._learn_of(int(kind), swaps[(swaps == kind).any(axis=1)])

    def _learn_of(self, kind: int, swaps: Integers) -> None:
        before = self._sure[kind]
        known = frozenset(swaps[0][self._alone[swaps[0]]].tolist()) - {kind}
        candidates = known if before is None else known & before
        sure = frozenset(one for one in candidates if (swaps == one).any(axis=1).all())
        self._sure[kind] = sure
        if not sure:
            del self._sure[kind]

    def _most_likely(self, pairs: Integers) -> Integers:
        """Return swaps, the most promising first: those that change the fewest numbers."""
        changes = self._changes(pairs)
        over = np.maximum(changes - self._up, 0) + np.maximum(-changes - self._down, 0)
        return pairs[np.argsort(over.sum(axis=(1, 2)), kind="stable")]

    def _open_ballot_by_two(self, kind: int, firsts: Integers) -> bool:
        """Find pairs of swaps until no voter can be sure of a ballot; return if it worked."""
        while kind in self._sure:
            before = self._sure[kind]
            voter = min(before or {-1})
            seconds = self._without(voter, self._seconds())
            changes = self._changes(seconds)
            for pair in self._without(voter, firsts)[:MOST_FIRST]:
                self._try_two_swaps(pair, seconds, changes)
                if self._sure.get(kind, frozenset()) != before:
                    break
            else:
                return False
        return True

    def _without(self, kind: int, pairs: Integers) -> Integers:
        return np.asarray(pairs[~(pairs == kind).any(axis=1)])

    def _try_two_swaps(self, pair: Integers, seconds: Integers, changes: Integers) -> None:
        """Record what this swap leaves uncertain together with a second swap of other ballots.

        `changes` are the effects of the second swaps.
        """
        others = ~((seconds == pair[0]) | (seconds == pair[1])).any(axis=1)
        seconds = seconds[others]
        both = np.column_stack([np.tile(pair, (len(seconds), 1)), seconds])
        self._learn(both, changes[others] + self._changes(pair[None]))
