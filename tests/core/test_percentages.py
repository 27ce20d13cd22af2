"""Percentages are whole, and each is rounded separately."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polling.core.percentages import percentage


@given(st.integers(1, 10_000), st.data())
def test_none_is_off_by_more_than_half_a_percent(total: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, total))
    assert abs(percentage(count, total) - 100 * count / total) <= 0.5


@pytest.mark.parametrize(
    "count, total, expected",
    [(0, 3, 0), (1, 3, 33), (2, 3, 67), (1, 8, 13), (3, 3, 100), (0, 0, 0)],
)
def test_one_part_is_rounded_half_up(count: int, total: int, expected: int) -> None:
    assert percentage(count, total) == expected
