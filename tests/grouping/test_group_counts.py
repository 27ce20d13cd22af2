"""How many groups are proposed for each theme."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polling.grouping.group_counts import propose

SIZES = range(6, 9)


@pytest.mark.parametrize(
    "people,groups",
    [
        pytest.param(78, 11, id="the real room"),
        pytest.param(6, 1, id="one full group"),
        pytest.param(3, 1, id="fewer than a group"),
        pytest.param(9, 1, id="one too many is better than two groups of four and five"),
        pytest.param(11, 2, id="one short is better than a group of eleven"),
        pytest.param(16, 2, id="two large groups"),
    ],
)
def test_the_number_of_groups_fits_the_sizes_as_well_as_it_can(people: int, groups: int) -> None:
    assert sum(propose(people, [1, 2], [], SIZES).values()) == groups


def test_every_theme_has_a_group_before_one_has_two() -> None:
    wishes = [[1]] * 40
    assert propose(42, [1, 2, 3], wishes, SIZES) == {1: 4, 2: 1, 3: 1}


def test_with_fewer_groups_than_themes_the_wanted_themes_have_them() -> None:
    assert propose(14, [1, 2, 3], [[3], [3, 2], [3]], SIZES) == {1: 0, 2: 1, 3: 1}


def test_a_first_wish_outweighs_a_second() -> None:
    assert propose(21, [1, 2], [[2, 1]] * 8, SIZES) == {1: 1, 2: 2}


@pytest.mark.parametrize(
    "people,planned,proposed",
    [
        pytest.param(43, {1: 1}, {1: 2, 2: 2, 3: 2}, id="too few: each theme gets some"),
        pytest.param(43, {1: 4}, {1: 4, 2: 1, 3: 1}, id="a minimum for each theme"),
        pytest.param(43, {1: 4, 2: 3}, {1: 4, 2: 3, 3: 0}, id="a number that fits is kept"),
        pytest.param(25, {1: 12}, {1: 2, 2: 1, 3: 1}, id="too many are no minimum"),
        pytest.param(11, {1: 2}, {1: 2, 2: 0, 3: 0}, id="no number fits better"),
    ],
)
def test_planned_groups_are_a_minimum_unless_they_are_too_many(
    people: int, planned: dict[int, int], proposed: dict[int, int]
) -> None:
    assert propose(people, [1, 2, 3], [], SIZES, planned) == proposed


def test_a_room_for_only_one_group_keeps_the_planned_ones_which_can_vote_on_each_other() -> None:
    planned = {1: 2, 2: 2}
    assert propose(6, [1, 2], [], SIZES, planned) == planned
    assert sum(propose(6, [1, 2], [], SIZES).values()) == 1


def test_nobody_needs_no_group() -> None:
    assert propose(0, [1, 2], [], SIZES) == {1: 0, 2: 0}


def test_without_themes_there_is_nothing_to_propose() -> None:
    assert propose(78, [], [], SIZES) == {}


@given(
    people=st.integers(30, 200),
    themes=st.integers(1, 4),
    seed=st.randoms(use_true_random=False),
)
def test_enough_people_always_fit_into_the_proposed_groups(
    people: int, themes: int, seed: object
) -> None:
    ids = list(range(themes))
    wishes = [[seed.choice(ids)] for _ in range(people)]  # type: ignore[attr-defined]
    proposed = propose(people, ids, wishes, SIZES)
    groups = sum(proposed.values())
    assert groups * 6 <= people <= groups * 8
    assert min(proposed.values()) >= 1
