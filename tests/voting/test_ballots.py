from fractions import Fraction
from typing import Any

import pytest

from polling.voting import ApprovalBallot, InvalidBallot, PointsBallot, RankedBallot, ScoreBallot


@pytest.mark.parametrize(
    "weight",
    [0, -1, Fraction(-1, 2), 0.5],
    ids=["zero", "negative", "negative-fraction", "float"],
)
def test_a_weight_is_an_exact_number_above_zero(weight: Any) -> None:
    with pytest.raises(InvalidBallot, match="weight"):
        ApprovalBallot(frozenset("a"), weight=weight)


def test_a_ranking_names_an_option_once() -> None:
    with pytest.raises(InvalidBallot, match="twice"):
        RankedBallot(("a", "b", "a"))


@pytest.mark.parametrize("score", [-1, 11, 2.5], ids=["below", "above", "between"])
def test_a_score_is_a_whole_number_on_the_scale(score: Any) -> None:
    with pytest.raises(InvalidBallot, match="from 0 to 10"):
        ScoreBallot({"a": score})


def test_a_hundred_points_can_be_spent() -> None:
    assert PointsBallot({"a": 60, "b": 40}).points == {"a": 60, "b": 40}


def test_a_hundred_and_one_points_cannot_be_spent() -> None:
    with pytest.raises(InvalidBallot, match="more than 100"):
        PointsBallot({"a": 60, "b": 41})


def test_an_option_left_out_of_a_ranking_is_below_every_one_listed() -> None:
    ballot = RankedBallot(("a", "b"))
    assert [ballot.opinion(option) for option in "abcd"] == [2, 1, 0, 0]


def test_an_option_without_a_score_is_not_rated_zero() -> None:
    ballot = ScoreBallot({"a": 0})
    assert [ballot.opinion(option) for option in "ab"] == [0, None]


def test_an_option_given_no_points_is_not_named() -> None:
    assert PointsBallot({"a": 3, "b": 0}).named == frozenset("a")
