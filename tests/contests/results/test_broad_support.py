"""Broad support: a clear majority, and certainly half of every reported sector."""

import pytest

from polling.contests.results.rating_figures import has_broad_support, supported_in_sectors
from polling.voting.ratings import Rating

MOST = Rating(7, priority=13, support=13, not_now=2, electorate=70)


def split(*cells: list[int] | None, step: int = 3) -> dict[str, object]:
    """The stored result: [supporters, raters] of each sector, rounded."""
    return {"by_sector": {"rounded_to": [step] * len(cells), "support": {"7": list(cells)}}}


@pytest.mark.parametrize(
    "result, expected",
    [
        (split([9, 13], [12, 15]), True),
        (split([6, 13], [12, 15]), False),
        (split([6, 12], [12, 15]), False),  # 5 of 12 is rounded to 6
        (split([10, 16], [15, 15], step=5), True),
        (split([9, 13], None), None),
        ({"by_sector": None}, None),
        ({}, None),
    ],
)
def test_half_of_every_sector_is_certain_or_not_or_unknown(
    result: dict[str, object], expected: bool | None
) -> None:
    assert supported_in_sectors(result, 7) is expected
    assert has_broad_support(result, MOST) is (expected is True)


def test_a_narrow_majority_is_not_broad() -> None:
    narrow = Rating(7, priority=5, support=10, not_now=13, electorate=70)
    assert not has_broad_support(split([9, 13], [12, 15]), narrow)


def test_counts_of_earlier_versions_are_exact() -> None:
    result = split([6, 12], [8, 15])
    del result["by_sector"]["rounded_to"]  # type: ignore[attr-defined]
    assert supported_in_sectors(result, 7) is True
