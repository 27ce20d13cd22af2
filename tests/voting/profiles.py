"""Short notation for ballots, and Hypothesis strategies."""

from collections.abc import Sequence

from hypothesis import settings
from hypothesis import strategies as st

from polling.voting import (
    ApprovalBallot,
    BallotKind,
    OptionId,
    PointsBallot,
    RankedBallot,
    ScoreBallot,
)
from polling.voting.ballots import MarkedBallot

OPTIONS = ("a", "b", "c", "d", "e")

# Derandomized, so that runs are reproducible; small enough to run at every save.
repeatable = settings(derandomize=True, deadline=None, max_examples=20, database=None)


def ranked(*groups: str) -> list[RankedBallot]:
    """Read ballots from "4 a>b>c": four voters who rank a first, then b, then c."""
    ballots = []
    for group in groups:
        voters, _, ranking = group.partition(" ")
        ballots += [RankedBallot(tuple(ranking.split(">")))] * int(voters)
    return ballots


def approving(*groups: str) -> list[ApprovalBallot]:
    """Read ballots from "4 ab": four voters who approve of a and of b."""
    ballots = []
    for group in groups:
        voters, _, approved = group.partition(" ")
        ballots += [ApprovalBallot(frozenset(approved))] * int(voters)
    return ballots


def rankings(options: Sequence[OptionId] = OPTIONS) -> st.SearchStrategy[RankedBallot]:
    """Draw a ranking of any length, from none of the options to all."""
    return st.lists(st.sampled_from(options), unique=True).map(
        lambda ranking: RankedBallot(tuple(ranking))
    )


def approvals(options: Sequence[OptionId] = OPTIONS) -> st.SearchStrategy[ApprovalBallot]:
    """Draw any set of approved options."""
    return st.frozensets(st.sampled_from(options)).map(ApprovalBallot)


def scorings(options: Sequence[OptionId] = OPTIONS) -> st.SearchStrategy[ScoreBallot]:
    """Draw scores from 0 to 3 for any of the options."""
    return st.dictionaries(st.sampled_from(options), st.integers(0, 3)).map(ScoreBallot)


def spendings(options: Sequence[OptionId] = OPTIONS) -> st.SearchStrategy[PointsBallot]:
    """Draw up to 20 points for each of up to five options."""
    return st.dictionaries(st.sampled_from(options), st.integers(0, 20)).map(PointsBallot)


DRAWN: dict[BallotKind, st.SearchStrategy[MarkedBallot]] = {
    BallotKind.RANKING: rankings(),
    BallotKind.APPROVAL: approvals(),
    BallotKind.SCORE: scorings(),
    BallotKind.POINTS: spendings(),
}


# The capital of Tennessee: everybody prefers a near one. Memphis, Nashville, Chattanooga,
# Knoxville.
TENNESSEE = ranked("42 M>N>C>K", "26 N>C>K>M", "15 C>K>N>M", "17 K>C>N>M")
