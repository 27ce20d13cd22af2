"""Full Borda: each option gets a point for every option that a ballot ranks below it.

Options that a ballot leaves out share the remaining points equally. With four options, a ballot
that ranks two gives them 3 and 2 points; the other two share 1 + 0 and get half a point each. So
every ballot gives the same number of points in total, even if it ranks few options.

Source: Borda, "Mémoire sur les élections au scrutin" (1784); for incomplete rankings the average of
Dummett, "Principles of electoral reform" (1997).

>>> from polling.voting.ballots import RankedBallot
>>> points = borda_points(RankedBallot(("b", "a")), ("a", "b", "c", "d"))
>>> [str(points[option]) for option in "abcd"]
['2', '3', '1/2', '1/2']
"""

from collections.abc import Mapping
from fractions import Fraction

from polling.voting.ballots import BallotKind, Number, OptionId, RankedBallot
from polling.voting.voting_rule import N_, Additive, Unit, VotingRule, by_points


def borda_points(ballot: RankedBallot, options: tuple[OptionId, ...]) -> Mapping[OptionId, Number]:
    """Return the points of every option, including those left out."""
    left_out = len(options) - len(ballot.ranking)
    shared = Fraction(left_out - 1, 2)
    points: dict[OptionId, Number] = dict.fromkeys(options, shared)
    for place, option in enumerate(ballot.ranking, start=1):
        points[option] = len(options) - place
    return points


def widest_lead(options: int, most: int) -> Number:
    """Return the largest lead on a ballot: the first option's over those left out.

    >>> [str(widest_lead(4, most)) for most in (1, 2, 3, 4)]
    ['2', '5/2', '3', '3']
    """
    return Fraction(options - 1 + min(most, options - 1), 2)


BORDA = VotingRule(
    id="borda",
    title=N_("Borda count"),
    explanation=N_("Each ballot gives an issue one point for every issue ranked below it."),
    unit=Unit.POINTS,
    ballot_kind=BallotKind.RANKING,
    decide=by_points(borda_points),
    additive=Additive(borda_points, widest=widest_lead),
)
