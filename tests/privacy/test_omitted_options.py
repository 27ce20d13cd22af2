"""Which groups leave out their own work, so that no published ballot identifies its voter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polling.privacy.omitted_options import FEWEST_ALIKE, may_leave_out

A, B, C = 1, 2, 3


@pytest.mark.parametrize("members, barred", [(5, [A]), (4, []), (1, []), (0, [])])
def test_a_group_leaves_out_its_own_work_if_it_is_large_enough(
    members: int, barred: list[int]
) -> None:
    assert may_leave_out({10: [A], 11: [B]}, {A: members, B: 8}) == {10: barred, 11: [B]}


def test_groups_that_wrote_the_same_options_hide_among_each_other() -> None:
    written = {10: [A, B], 11: [C]}
    assert may_leave_out(written, {A: 3, B: 2, C: 8}) == written


def test_groups_that_wrote_different_options_do_not() -> None:
    written = {10: [A, B], 11: [A], 12: [C]}
    assert may_leave_out(written, {A: 3, B: 2, C: 8}) == {10: [], 11: [], 12: [C]}


def test_a_group_that_wrote_everything_has_no_ballot_at_any_size() -> None:
    assert may_leave_out({10: [A], 11: [A, B]}, {A: 1, B: 2}) == {10: [A], 11: [A]}


@given(
    st.dictionaries(
        st.integers(1, 8), st.lists(st.integers(1, 6), max_size=3, unique=True), min_size=1
    ),
    st.dictionaries(st.integers(1, 6), st.integers(0, 9)),
)
def test_no_ballot_leaves_out_what_fewer_than_five_people_leave_out(
    written: dict[int, list[int]], members: dict[int, int]
) -> None:
    barred = may_leave_out(written, members)
    left_out: dict[frozenset[int], int] = {}
    for group, people in members.items():
        options = frozenset(option for option, groups in barred.items() if group in groups)
        left_out[options] = left_out.get(options, 0) + people
    for options, people in left_out.items():
        if people and options and len(options) < len(written):
            assert people >= FEWEST_ALIKE
