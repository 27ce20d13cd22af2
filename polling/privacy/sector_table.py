"""The support for each option by sector, safe to publish together with all ballots.

A table is published completely or not at all. Its numbers are rounded (see `rounding`) to the
finest level that leaves every ballot's sector uncertain (see `disclosure_check`). If no level is
sufficient, the two smallest sectors are merged and all levels are tried again.

Paper ballots have no sector, so they are not in the table. Organizers know them. So the sectors of
the other ballots must be uncertain even to somebody who subtracts the paper ballots from the room's
total. To everybody else, it must also be uncertain which ballots were on paper.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from polling.privacy.disclosure_check import Integers, Puzzle, add_up, are_ballots_open, is_open
from polling.privacy.group_limits import (
    GroupLimits,
    Seats,
    TooManyGroups,
    fits,
    group_limits,
    pooled,
)
from polling.privacy.rounding import FEWEST, LEVELS, bounds, rounded, step_of
from polling.privacy.sector_pools import SMALLEST, merge_small, merge_smallest

Place = tuple[int, str]  # an option and a sector
AbleOf = Mapping[str, Mapping[Any, int]]


@dataclass(frozen=True, slots=True)
class SectorVote:
    """A ballot's sector ("" on paper), and the options it supports.

    `asked`: the options offered; None: all. `named`: further options on the ballot.
    """

    sector: str
    supported: frozenset[Any]
    asked: frozenset[Any] | None = None
    named: frozenset[Any] = frozenset()

    @property
    def all_named(self) -> frozenset[Any]:
        """All options on the ballot, which its voter could choose."""
        return self.supported | self.named | (self.asked or frozenset())


@dataclass(frozen=True, slots=True)
class Cell:
    """About `count` of about `base` ballots of a sector support an option.

    `least` and `most` bound the shares of support (0 to 1) that these numbers may stand for.
    """

    count: int
    base: int
    least: Fraction
    most: Fraction


@dataclass(frozen=True, slots=True)
class SectorTable:
    """A published table, the only source of statements about sectors.

    The numbers of each sector are multiples of its step. An option that fewer than `SMALLEST`
    people of a sector could support has no cell for this sector.
    """

    options: tuple[int, ...]
    sectors: tuple[str, ...]
    steps: tuple[int, ...]
    cells: Mapping[Place, Cell]


def sector_table(
    votes: Sequence[SectorVote],
    options: Sequence[int],
    *,
    smallest: int = SMALLEST,
    able: AbleOf | None = None,
    seats: Seats | None = None,
) -> SectorTable | None:
    """Return the most detailed table that leaves everything uncertain, or None.

    Args:
        votes: one for each ballot, including abstentions.
        smallest: the minimum number of ballots of a sector, at least `rounding.FEWEST`.
        able: {sector: {option: how many could support it}}, for a rule by share. If voters changed
            their sector or group afterwards, these numbers may not fit the ballots, and there is no
            table.
        seats: {sector: {options barred: how many voters may not choose these}}, if groups may not
            choose their own work. The same applies to these numbers.
    """
    if able is not None and not _fits(votes, options, able):
        return None
    try:
        return _finest(votes, options, smallest, able, _with_barred(seats))
    except TooManyGroups:
        return None


def _with_barred(seats: Seats | None) -> Seats | None:
    """Return these if somebody may not choose everything."""
    return seats if seats and any(any(of) for of in seats.values()) else None


def _finest(
    votes: Sequence[SectorVote],
    options: Sequence[int],
    smallest: int,
    able: AbleOf | None,
    seats: Seats | None,
) -> SectorTable | None:
    named = [vote.all_named for vote in votes]
    if seats and not fits([vote.sector for vote in votes], named, seats):
        return None
    sizes = Counter(vote.sector for vote in votes if vote.sector)
    for merged in _merged(sizes, max(smallest, FEWEST)):
        people = [sum(sizes[name] for name in names) for names in merged]
        limits = group_limits(named, pooled(seats, merged)) if seats else None
        for level in LEVELS:
            steps = [step for size in people if (step := step_of(size, level))]
            if len(steps) == len(merged):
                draft = _Draft(votes, options, merged, steps, able=able, limits=limits)
                if draft.is_open():
                    return draft.table()
    return None


def _fits(votes: Sequence[SectorVote], options: Sequence[int], able: AbleOf) -> bool:
    """Return whether every sector has ballots, and could give its options their support."""
    support = Counter((vote.sector, option) for vote in votes for option in vote.supported)
    chosen = all(
        support[sector, option] <= able.get(sector, {}).get(option, 0)
        for sector, option in support
        if option in options
    )
    return chosen and {name for name in able if any(able[name].values())} <= {
        vote.sector for vote in votes
    }


def _merged(sizes: Mapping[str, int], fewest: int) -> Iterator[list[list[str]]]:
    """Yield the sectors merged into fewer and fewer pools, while there are at least two."""
    merged = merge_small(sizes, fewest)
    while len(merged) > 1:
        yield merged
        merged = merge_smallest(merged, sizes)


class _Draft:
    """A candidate for publication: these pools of sectors, each rounded to its step."""

    def __init__(
        self,
        votes: Sequence[SectorVote],
        options: Sequence[int],
        merged: list[list[str]],
        steps: list[int],
        *,
        able: AbleOf | None,
        limits: GroupLimits | None,
    ) -> None:
        self._options, self._merged, self._steps = tuple(options), merged, steps
        pool_of = {name: at for at, names in enumerate(merged) for name in names}
        # Paper ballots are an additional pool, about which no numbers are published.
        pool = [pool_of.get(vote.sector, len(merged)) for vote in votes]
        sector_of = np.array(pool, dtype=np.int64)
        known = sector_of == len(merged)
        sizes = np.bincount(sector_of[~known], minlength=len(merged))
        self._could = [
            [_could(names, option, able, int(size)) for option in options]
            for names, size in zip(merged, sizes, strict=True)
        ]
        supported = _marks([vote.supported for vote in votes], options)
        asked = _marks([options if v.asked is None else v.asked for v in votes], options)
        self._asked_all = bool(asked.all())
        marks = supported if self._asked_all else np.hstack([supported, asked])
        tops = [row if self._asked_all else row + row for row in self._could]
        counts = add_up(sector_of[~known], marks[~known], len(merged))
        self._published = [
            [rounded(int(count), top, step) for count, top in zip(of_sector, row, strict=True)]
            for of_sector, row, step in zip(counts, tops, steps, strict=True)
        ]
        self._bounds = [
            [bounds(number, top, step) for number, top in zip(numbers, row, strict=True)]
            for numbers, row, step in zip(self._published, tops, steps, strict=True)
        ]
        least, most = np.moveaxis(np.array(self._bounds, dtype=np.int64), 2, 0)
        to_organizers = limits and limits.of_ballots(~known)
        self._to_organizers = Puzzle(sector_of[~known], marks[~known], least, most, to_organizers)
        self._to_others = None
        if known.any():
            free = np.full((1, marks.shape[1]), known.sum(), dtype=np.int64)
            bounded = np.vstack([least, 0 * free]), np.vstack([most, free])
            to_others = limits and limits.with_free_sector()
            self._to_others = Puzzle(sector_of, marks, *bounded, to_others)

    def is_open(self) -> bool:
        """Return whether all is uncertain to those who know the paper ballots, and to others."""
        return is_open(self._to_organizers) and (
            self._to_others is None or are_ballots_open(self._to_others)
        )

    def table(self) -> SectorTable:
        """Return the table to publish."""
        names = tuple(" + ".join(sectors) for sectors in self._merged)
        cells = {
            (option, name): cell
            for pool, name in enumerate(names)
            for column, option in enumerate(self._options)
            if (cell := self._cell(pool, column))
        }
        return SectorTable(self._options, names, tuple(self._steps), cells)

    def _cell(self, pool: int, column: int) -> Cell | None:
        count = self._published[pool][column]
        least, most = self._bounds[pool][column]
        base = fewest = highest = self._could[pool][column]
        if not self._asked_all:
            base = self._published[pool][len(self._options) + column]
            fewest, highest = self._bounds[pool][len(self._options) + column]
        if base < SMALLEST:
            return None
        share = Fraction(least, highest), min(Fraction(1), Fraction(most, max(fewest, 1)))
        return Cell(min(count, base), base, *share)


def _could(names: list[str], option: int, able: AbleOf | None, size: int) -> int:
    return size if able is None else sum(able[name].get(option, 0) for name in names)


def _marks(chosen: Sequence[Collection[Any]], options: Sequence[int]) -> Integers:
    """Return a row of 0 and 1 for each ballot."""
    return np.array([[option in one for option in options] for one in chosen], dtype=np.int64)
