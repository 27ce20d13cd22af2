"""What a picture of the final vote says in one sentence claims no more than its numbers bear."""

import pytest

from polling.core.i18n import in_a_command
from polling.final_vote.approvals import Approved
from polling.final_vote.chart_captions import of_order
from polling.recommendations.models import Recommendation
from polling.workshop.models import Issue


def row(rank: int, approvals: int, eligible: int, electorate: int | None) -> Approved:
    return Approved(Recommendation(), Issue(), rank, approvals, eligible, electorate)


@pytest.mark.parametrize(
    "approvals, eligible, begins",
    [
        pytest.param([60, 20, 10], 70, "The first stands clear", id="far ahead"),
        pytest.param([60, 55, 10], 70, "The first 2 may well be level", id="two close together"),
        pytest.param([2, 1], 2, "The first 2 may well be level", id="all of two voters"),
        pytest.param([0, 0], 70, "Nobody has chosen", id="nothing chosen"),
    ],
)
def test_the_first_is_ahead_only_of_whose_range_does_not_overlap_with_its_own(
    approvals: list[int], eligible: int, begins: str
) -> None:
    order = [row(place, count, eligible, None) for place, count in enumerate(approvals, start=1)]
    with in_a_command():
        assert of_order(order).startswith(begins)


@pytest.mark.parametrize(
    "approvals, electorate, said",
    [
        pytest.param([41, 40], 70, "The first is ahead of all others: everybody", id="all voted"),
        pytest.param([41, 41, 9], 70, "The first 2 are level: everybody has voted", id="a tie"),
        pytest.param([41, 40], 140, "The first 2 may well be level", id="half of them voted"),
        pytest.param([41, 20], 72, "The first stands clear", id="nearly all voted"),
    ],
)
def test_where_everybody_voted_nothing_may_be_otherwise(
    approvals: list[int], electorate: int, said: str
) -> None:
    order = [row(place, count, 70, electorate) for place, count in enumerate(approvals, start=1)]
    with in_a_command():
        assert of_order(order).startswith(said)
