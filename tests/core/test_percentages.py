"""Percentages: whole, together 100, and none far from what it rounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polling.core.percentages import percentage, percentages

COUNTS = st.lists(st.integers(0, 10_000), min_size=1, max_size=30)


@given(COUNTS.filter(any))
def test_they_sum_to_a_hundred(counts: list[int]) -> None:
    assert sum(percentages(counts)) == 100


@given(COUNTS.filter(any))
def test_none_is_off_by_a_whole_percent(counts: list[int]) -> None:
    total = sum(counts)
    for count, percent in zip(counts, percentages(counts), strict=True):
        assert abs(percent - 100 * count / total) < 1


@given(COUNTS)
def test_more_people_are_never_fewer_percent(counts: list[int]) -> None:
    in_order = sorted(zip(counts, percentages(counts), strict=True))
    assert [part for _, part in in_order] == sorted(part for _, part in in_order)


def test_nobody_is_no_percent() -> None:
    assert percentages([0, 0]) == [0, 0]


@pytest.mark.parametrize(
    "count, total, expected",
    [(0, 3, 0), (1, 3, 33), (2, 3, 67), (1, 8, 13), (3, 3, 100), (0, 0, 0)],
)
def test_one_part_is_rounded_half_up(count: int, total: int, expected: int) -> None:
    assert percentage(count, total) == expected
