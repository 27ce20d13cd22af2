"""Positional rules: a place on the ballot is worth points. 3-2-1 is the workshop's official rule.

The first option of a ranking gets the first number of the points vector, the second option the
second number, and so on; lower and unranked options get nothing. So a ballot that ranks only one
option gives 3 points to it and none to others: nobody gains by ranking fewer options, and nobody
has to rank options on which they have no opinion. Voters are asked for three of eight options, so
the rule need not guess about the rest.

Source: Young, "Social choice scoring functions", SIAM J. Applied Mathematics 28 (1975).

>>> from polling.voting.ballots import RankedBallot
>>> from polling.voting.profile import Profile
>>> from polling.voting.tally import add_up
>>> ballots = (RankedBallot(("ports", "cash", "cyber")), RankedBallot(("cash",)))
>>> tally = add_up(Profile(("cash", "cyber", "ports", "wood"), ballots), top_three_points)
>>> tally.scores
{'cash': 5, 'cyber': 1, 'ports': 3, 'wood': 0}
"""

from collections.abc import Mapping

from polling.voting.ballots import BallotKind, Number, OptionId, RankedBallot
from polling.voting.tally import Points
from polling.voting.voting_rule import N_, Additive, Unit, VotingRule, by_points

TOP_THREE = (3, 2, 1)


def positional(vector: tuple[Number, ...]) -> Points:
    """Return the points function of a vector: `vector[0]` for the first place, and so on.

    Raises:
        ValueError: the vector is empty, increases, or contains a negative number.
    """
    if not vector or list(vector) != sorted(vector, reverse=True) or vector[-1] < 0:
        raise ValueError("A points vector falls from the first place on, and stays above zero.")

    def points(ballot: RankedBallot, _options: tuple[OptionId, ...]) -> Mapping[OptionId, Number]:
        return dict(zip(ballot.ranking, vector, strict=False))

    return points


top_three_points = positional(TOP_THREE)


TOP_THREE_POINTS = VotingRule(
    id="top-three",
    title=N_("3-2-1 points"),
    explanation=N_(
        "The first choice gets 3 points, the second 2 and the third 1. The issues with the most "
        "points win."
    ),
    unit=Unit.POINTS,
    ballot_kind=BallotKind.RANKING,
    decide=by_points(top_three_points),
    additive=Additive(top_three_points, widest=lambda _options, _most: TOP_THREE[0]),
)
