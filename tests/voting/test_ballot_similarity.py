from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polling.voting import ApprovalBallot, BallotKind, PointsBallot, ScoreBallot
from polling.voting.ballot_similarity import Likeness, likeness
from tests.voting.profiles import OPTIONS, approvals, approving, repeatable, scorings


def test_ballots_that_are_all_the_same_are_wholly_alike() -> None:
    found = likeness(approving("4 ab"), "abc", BallotKind.APPROVAL)
    assert found == Likeness(Fraction(1), 4, None)


def test_two_opposite_ballots_have_nothing_in_common() -> None:
    found = likeness(approving("1 ab", "1 c"), "abc", BallotKind.APPROVAL)
    assert found == Likeness(Fraction(0), 2, "a")


def test_what_half_of_the_room_approves_divides_it_most() -> None:
    found = likeness(approving("3 ab", "3 a", "1 c"), "abc", BallotKind.APPROVAL)
    assert found is not None
    assert found.most_divided == "b"


def test_points_are_alike_as_far_as_they_go_to_the_same_options() -> None:
    ballots = [PointsBallot({"a": 70, "b": 30}), PointsBallot({"a": 40, "c": 60})]
    found = likeness(ballots, "abc", BallotKind.POINTS)
    assert found is not None
    assert found.alike == Fraction(40, 100)


@pytest.mark.parametrize("ballots", [[], approving("1 a")], ids=["none", "one"])
def test_one_ballot_is_like_no_other(ballots: list[ApprovalBallot]) -> None:
    assert likeness(ballots, "ab", BallotKind.APPROVAL) is None


@repeatable
@given(ballots=st.lists(approvals(), min_size=2, max_size=7))
def test_it_is_the_average_over_all_pairs_of_approvals(ballots: list[ApprovalBallot]) -> None:
    found = likeness(ballots, OPTIONS, BallotKind.APPROVAL)
    pairs = list(combinations(ballots, 2))
    same = sum((o in a.approved) == (o in b.approved) for a, b in pairs for o in OPTIONS)
    assert found is not None
    assert found.alike == Fraction(same, len(pairs) * len(OPTIONS))


@repeatable
@given(ballots=st.lists(scorings(), min_size=2, max_size=7))
def test_it_is_the_average_over_all_pairs_of_scores(ballots: list[ScoreBallot]) -> None:
    found = likeness(ballots, OPTIONS, BallotKind.SCORE, highest=3)
    apart = Fraction(0)
    for option in OPTIONS:
        given = [ballot.scores[option] for ballot in ballots if option in ballot.scores]
        pairs = [abs(one - other) for one, other in combinations(given, 2)]
        apart += Fraction(sum(pairs), len(pairs)) if pairs else 0
    assert found is not None
    assert found.alike == 1 - apart / (3 * len(OPTIONS))
