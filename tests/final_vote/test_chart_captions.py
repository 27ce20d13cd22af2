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


EVERYBODY, SOME = 20, 60  # in the room


@pytest.mark.parametrize(
    "votes, said",
    [
        pytest.param(
            [(16, 20, EVERYBODY), (18, 24, SOME)],
            "Too close to call: ranks 1–2",
            id="all voted on the first, and some on the second, which has less",
        ),
        pytest.param(
            [(16, 20, EVERYBODY), (24, 30, SOME)],
            "Tied: ranks 1–2",
            id="equal shares",
        ),
        pytest.param(
            [(16, 20, SOME), (16, 20, SOME), (15, 20, SOME)],
            "Too close to call: ranks 1–3",
            id="two of three have equal shares",
        ),
        pytest.param(
            [(18, 20, EVERYBODY), (16, 20, EVERYBODY), (3, 4, SOME)],
            "The top recommendation is clearly ahead of the second",
            id="only the third has a wide range",
        ),
        pytest.param(
            [(16, 20, EVERYBODY), (18, 24, SOME), (14, 20, EVERYBODY), (3, 5, SOME)],
            "Too close to call: ranks 1–2",
            id="the third is clearly behind, the fourth has a wide range",
        ),
    ],
)
def test_all_themes_in_one_order_have_their_own_voters(
    votes: list[tuple[int, int, int]], said: str
) -> None:
    order = [row(place, *vote) for place, vote in enumerate(votes, start=1)]
    with in_a_command():
        assert of_order(order).startswith(said)
