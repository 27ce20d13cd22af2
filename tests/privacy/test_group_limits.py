"""Ballots that name a group's work are not from this group, and readers know its size."""

import random
from itertools import permutations

import pytest

from polling.privacy.group_limits import Barred, TooManyGroups, fits, group_limits
from polling.privacy.sector_table import SectorVote, sector_table

FIRST, SECOND, NONE = frozenset({1, 2}), frozenset({3}), frozenset[int]()


def can_be_divided(named: list[set[int]], groups: list[Barred]) -> bool:
    """Try every order."""
    return any(
        all(one.isdisjoint(group) for one, group in zip(named, order, strict=True))
        for order in set(permutations(groups))
    )


def test_the_limits_are_exactly_what_groups_can_cast() -> None:
    chance, seen = random.Random(20261127), []
    for _ in range(150):
        groups = chance.choices([FIRST, SECOND, frozenset({4}), NONE], k=5)
        named = [set(chance.sample(range(1, 5), chance.randint(0, 3))) for _ in groups]
        seats = {"NGO": {one: groups.count(one) for one in groups}}
        seen.append(can_be_divided(named, groups))
        assert fits(["NGO"] * 5, named, seats) == seen[-1]
    assert 20 < sum(seen) < 130


def test_limits_that_cannot_be_exceeded_are_left_out() -> None:
    found = group_limits([{1}, {3}, {3}, {3}], [{FIRST: 2, SECOND: 2}])
    assert found.seats.tolist() == [[2]]
    assert found.naming.tolist() == [[0], [1], [1], [1]]


def test_too_many_sets_of_groups_make_no_table() -> None:
    options = range(12)
    votes = [
        SectorVote(sector, frozenset(options) - {one})
        for sector in ("State", "NGO")
        for one in options
    ]
    groups = {frozenset({one}): 1 for one in options}
    with pytest.raises(TooManyGroups):
        group_limits([vote.supported for vote in votes], [groups, groups])
    assert sector_table(votes, list(options), seats={"State": groups, "NGO": groups}) is None


def test_voters_who_changed_their_group_make_no_table() -> None:
    votes = [
        SectorVote(sector, frozenset(o))
        for sector in ("State", "NGO")
        for o in ((1, 3), (1,), (3,), ()) * 4
    ]
    seats = {"State": {NONE: 16}, "NGO": {NONE: 12, SECOND: 4}}
    assert sector_table(votes, [1, 3], seats=seats)
    changed = seats | {"NGO": {NONE: 3, SECOND: 13}}
    assert sector_table(votes, [1, 3], seats=changed) is None
