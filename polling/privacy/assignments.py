"""All assignments of sectors to ballots that fit the published numbers of a small room.

They depend only on what is published, so a decision based on them discloses nothing more.
"""

from collections.abc import Iterator
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from polling.privacy.group_limits import GroupLimits

MOST = 50_000  # assignments that are tried, complete or not
MOST_BALLOTS = 30  # with more, there are nearly always too many assignments

Integers = NDArray[np.int64]


def assignments(
    marks: Integers, sizes: Integers, least: Integers, most: Integers
) -> tuple[Integers, Integers, Integers] | None:
    """Return the assignments to sectors of these sizes; None if there are too many to try.

    Args:
        marks: a row of 0 and 1 for each ballot.
        least: the bounds of the counts of each mark, with `most`: (sector, mark).

    Returns:
        The different ballots, how many of each there are, and for each assignment how many of each
        are in each sector: (assignment, ballot, sector).
    """
    if len(marks) > MOST_BALLOTS:
        return None
    # Each ballot has the mark of being one, whose counts are the sizes of the sectors.
    kinds, many = np.unique(marks, axis=0, return_counts=True)
    counted = np.column_stack([np.ones(len(kinds), dtype=np.int64), kinds])
    lowest, highest = np.column_stack([sizes, least]), np.column_stack([sizes, most])
    left = (counted * many[:, None]).sum(axis=0)
    found = np.zeros((1, len(kinds), len(sizes)), dtype=np.int64)
    sums = np.zeros((1, *lowest.shape), dtype=np.int64)
    for kind, row in enumerate(counted):
        bars = len(sizes) - 1
        if len(found) * comb(int(many[kind]) + bars, bars) > MOST:
            return None
        ways = np.array(list(_ways(int(many[kind]), len(sizes))))
        left = left - row * many[kind]
        found = np.repeat(found, len(ways), axis=0)
        found[:, kind] = np.tile(ways, (len(sums), 1))
        sums = np.repeat(sums, len(ways), axis=0) + found[:, kind, :, None] * row
        fits = ((sums <= highest) & (sums + left >= lowest)).all(axis=(1, 2))
        found, sums = found[fits], sums[fits]
    return kinds, many, found


def _ways(ballots: int, sectors: int) -> Iterator[list[int]]:
    """Yield all ways to divide equal ballots among sectors."""
    for bars in combinations(range(ballots + sectors - 1), sectors - 1):
        edges = (-1, *bars, ballots + sectors - 1)
        yield [edges[at + 1] - edges[at] - 1 for at in range(sectors)]


def leave_ballots_open(
    many: Integers, found: Integers, naming: Integers, limits: GroupLimits | None
) -> bool:
    """Return whether every ballot's sector is uncertain, even if you know one other ballot.

    Args:
        naming: whether the different ballots count towards the `limits`, which they all keep.
    """
    if _is_one_certain(found, many):
        return False
    for kind, sector in np.argwhere(found.any(axis=0)):
        others = many.copy()
        others[kind] -= 1
        possible = found[:, kind, sector] > 0
        for voter in _voters(found, naming, limits, kind, sector):
            with_own = found[possible & voter].copy()
            with_own[:, kind, sector] -= 1
            if len(with_own) and _is_one_certain(with_own, others):
                return False
    return True


def _voters(
    found: Integers, naming: Integers, limits: GroupLimits | None, kind: int, sector: int
) -> Iterator[NDArray[np.bool_]]:
    """Yield, for voters of each group with this ballot, the assignments that have a seat for it."""
    if limits is None:
        yield np.ones(len(found), dtype=np.bool_)
        return
    is_full = found[:, :, sector] @ naming >= limits.seats[sector]
    known: set[bytes] = set()
    for group in np.flatnonzero(limits.here[sector]):
        needed = limits.kept[group] & (naming[kind] == 0)
        fits = ~is_full[:, needed].any(axis=1)
        if fits.tobytes() not in known:
            known.add(fits.tobytes())
            yield fits


def _is_one_certain(found: Integers, many: Integers) -> bool:
    certain = (found == many[:, None]).all(axis=0).any(axis=1)
    return bool((certain & (many > 0)).any())


def leave_counts_open(kinds: Integers, many: Integers, found: Integers) -> bool:
    """Return whether every count is uncertain that does not follow from its total."""
    counts = np.einsum("aks,km->asm", found, kinds)
    total = many @ kinds
    given = (total == 0) | (total == many.sum())
    return bool(((counts != counts[0]).any(axis=0) | given).all())
