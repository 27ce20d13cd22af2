"""Captions of the final vote's charts claim no more than the numbers support."""

import pytest

from polling.core.i18n import in_a_command
from polling.final_vote.approvals import Approved
from polling.final_vote.chart_captions import of_order
from polling.recommendations.models import Recommendation
from polling.workshop.models import Issue


def row(rank: int, approvals: int, eligible: int, electorate: int | None) -> Approved:
    return Approved(Recommendation(), Issue(), rank, approvals, eligible, electorate)


CLEARLY_AHEAD = "The top recommendation is clearly ahead"


@pytest.mark.parametrize(
    "approvals, eligible, begins",
    [
        pytest.param([60, 20, 10], 70, CLEARLY_AHEAD, id="far ahead"),
        pytest.param([60, 55, 10], 70, "Too close to call: ranks 1–2", id="two close together"),
        pytest.param([2, 1], 2, "Too close to call: ranks 1–2", id="all of two voters"),
        pytest.param([0, 0], 70, "Nobody made a choice", id="nothing chosen"),
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
        pytest.param([41, 40], 70, CLEARLY_AHEAD, id="all voted"),
        pytest.param([41, 41, 9], 70, "Tied: ranks 1–2", id="a tie"),
        pytest.param([41, 40], 140, "Too close to call: ranks 1–2", id="half of them voted"),
        pytest.param([41, 20], 72, CLEARLY_AHEAD, id="nearly all voted"),
    ],
)
def test_where_everybody_voted_nothing_may_be_otherwise(
    approvals: list[int], electorate: int, said: str
) -> None:
    order = [row(place, count, 70, electorate) for place, count in enumerate(approvals, start=1)]
    with in_a_command():
        assert of_order(order).startswith(said)
