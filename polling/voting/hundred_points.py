"""A hundred points: each voter divides up to 100 points among the options; points are added.

It shows how strongly people feel, but it invites strategic voting: a voter who puts all points on
one option has more influence on it than a voter who spreads them. Use it when people do not
compete.

Source: cumulative voting, in Brams & Fishburn, "Voting procedures", Handbook of Social Choice and
Welfare 1 (2002).

>>> from polling.voting.ballots import PointsBallot
>>> dict(hundred_points(PointsBallot({"a": 70, "b": 30}), ("a", "b", "c")))
{'a': 70, 'b': 30}
"""

from collections.abc import Mapping

from polling.voting.ballots import POINTS_TO_SPEND, BallotKind, Number, OptionId, PointsBallot
from polling.voting.voting_rule import N_, Additive, Unit, VotingRule, by_points


def hundred_points(
    ballot: PointsBallot, _options: tuple[OptionId, ...]
) -> Mapping[OptionId, Number]:
    """Return the points of each option on a ballot."""
    return ballot.points


HUNDRED_POINTS = VotingRule(
    id="hundred-points",
    title=N_("100 points"),
    explanation=N_("Unused points are lost. The issues with the most points win."),
    unit=Unit.POINTS,
    ballot_kind=BallotKind.POINTS,
    decide=by_points(hundred_points),
    additive=Additive(hundred_points, widest=lambda _options, _most: POINTS_TO_SPEND),
)
