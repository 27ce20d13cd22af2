"""How many ballots of a sector may name the work of a group, if its members may not choose it.

Readers may know how many voters of a sector belong to each group: the numbers of people who could
choose each option say so. A ballot that names a group's work is from another group. So of a
sector's ballots, at most as many can name work of *all* groups of a set as it has voters outside
this set. If this holds for every set, its ballots can be divided among its groups; if not, they
cannot. Source: Hall, "On representatives of subsets" (1935).
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Barred = frozenset[int]  # the options that a group's members may not choose; empty: any may
Seats = Mapping[str, Mapping[Barred, int]]  # {sector: {barred options: voters}}

MOST_SETS = 2_000  # sets of groups that are tried; with more, there is no table
MOST_LIMITS = 400  # sets that matter; with more, too much memory would be needed


class TooManyGroups(Exception):
    """The limits cannot all be tried."""


@dataclass(frozen=True)
class GroupLimits:
    """The sets of groups that matter, as columns.

    Args:
        naming: 1 for each ballot that names work of all groups of the set: (ballot, set).
        seats: the voters outside the set: (sector, set).
        kept: for each kind of voter, the sets to which their group does not belong: (kind, set).
            If such a voter's own ballot does not count towards a set, one seat fewer is free.
        here: whether the sector has such a voter: (sector, kind).
    """

    naming: Integers
    seats: Integers
    kept: NDArray[np.bool_]
    here: NDArray[np.bool_]

    def of_ballots(self, some: NDArray[np.bool_]) -> "GroupLimits":
        """Return the limits for some of the ballots."""
        return replace(self, naming=self.naming[some])

    def with_free_sector(self) -> "GroupLimits":
        """Return the same with one more sector, in which everybody may choose everything."""
        free = np.full((1, self.seats.shape[1]), len(self.naming) + 1, dtype=np.int64)
        anybody = np.ones((1, self.here.shape[1]), dtype=np.bool_)
        return replace(
            self, seats=np.vstack([self.seats, free]), here=np.vstack([self.here, anybody])
        )


def fits(sectors: Sequence[str], named: Sequence[Collection[int]], seats: Seats) -> bool:
    """Return whether the ballots of every sector can be divided among its voters' groups."""
    people = {name: sum(of.values()) for name, of in seats.items() if any(of.values())}
    return Counter(sectors) == people and all(
        _has_seats([one for one, of in zip(named, sectors, strict=True) if of == name], seats[name])
        for name in people
    )


def _has_seats(named: Sequence[Collection[int]], seats: Mapping[Barred, int]) -> bool:
    found = group_limits(named, [seats])
    return bool((found.naming.sum(axis=0) <= found.seats).all())


def pooled(seats: Seats, merged: Sequence[Sequence[str]]) -> list[Counter[Barred]]:
    """Return the voters by group of each pool of sectors."""
    found = []
    for names in merged:
        people: Counter[Barred] = Counter()
        for name in names:
            people.update(seats.get(name, {}))
        found.append(people)
    return found


def group_limits(
    named: Sequence[Collection[int]], seats: Sequence[Mapping[Barred, int]]
) -> GroupLimits:
    """Return the limits that some assignment could exceed.

    Raises:
        TooManyGroups: if there are too many sets to try.

    Args:
        named: the options that each ballot names.
        seats: the voters by group of each sector.
    """
    groups = sorted({one for of in seats for one, people in of.items() if people}, key=sorted)
    table = np.array([[of.get(one, 0) for one in groups] for of in seats], dtype=np.int64)
    of_ballot = [
        frozenset(at for at, one in enumerate(groups) if not one.isdisjoint(options))
        for options in named
    ]
    sets = []
    for number, one in enumerate(_sets(Counter(of_ballot), table)):
        if number == MOST_SETS:
            raise TooManyGroups
        sets.append(one)
    member = np.array([[at in one for one in sets] for at in range(len(groups))], dtype=np.int64)
    member = member.reshape(len(groups), len(sets))
    naming = np.array([[one <= of for one in sets] for of in of_ballot], dtype=np.int64)
    useful = (naming.sum(axis=0) >= table @ (1 - member)).any(axis=0)
    if useful.sum() > MOST_LIMITS:
        raise TooManyGroups
    return GroupLimits(
        naming.reshape(len(of_ballot), len(sets))[:, useful],
        (table @ (1 - member))[:, useful],
        member[:, useful] == 0,
        table > 0,
    )


def _sets(ballots: Counter[frozenset[int]], table: Integers) -> Iterator[frozenset[int]]:
    """Yield the sets whose limit could be exceeded, the largest of those with the same ballots."""
    outside = {of: table.sum(axis=1) - table[:, sorted(of)].sum(axis=1) for of in ballots}
    seen: set[frozenset[int]] = set()
    waiting = [frozenset[int]()]
    while waiting:
        chosen = waiting.pop()
        having = [of for of in ballots if chosen <= of]
        fewest = min((int(outside[of].min()) for of in having), default=0)
        if not having or sum(ballots[of] for of in having) < fewest:
            continue  # nor does any larger set matter: it has fewer ballots, and these seats
        whole = frozenset.intersection(*having)
        if whole in seen:
            continue
        seen.add(whole)
        if whole:
            yield whole
        waiting += [whole | {more} for more in frozenset.union(*having) - whole]
