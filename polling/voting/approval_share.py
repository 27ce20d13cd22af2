"""Approval by share: the options approved by the largest share of the voters who could choose them.

If nobody may vote on the work of their own group, the options have different denominators, and sums
of approvals would put large groups at a disadvantage. So the approvals of each option are divided
by the number of voters who could choose it: 5 of 9 ranks above 5 of 10.

If some voters could choose only one of two options, their ballots cannot compare the two: in a
head-to-head comparison of equal shares, the option with more voters would always win. So ties are
settled without comparisons (`polling.voting.ties`).

>>> from polling.voting.ballots import ApprovalBallot
>>> from polling.voting.profile import Profile
>>> ballots = (ApprovalBallot(frozenset("ab")),) * 5
>>> tally = add_up_shares(Profile(("a", "b"), ballots), able={"a": 10, "b": 9})
>>> tally.tiers, str(tally.scores["b"])
((('b',), ('a',)), '5/9')
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from polling.voting.approval import approval_points
from polling.voting.ballots import BallotKind, Number, OptionId
from polling.voting.decision import Decision, decide
from polling.voting.profile import InvalidContest, Profile
from polling.voting.tally import Tally, add_up, tiers_by
from polling.voting.ties import TieBreaker
from polling.voting.voting_rule import N_, Additive, Unit, VotingRule, by_points

EligibleVoters = Mapping[OptionId, Number]


def decide_by_shares(
    profile: Profile[Any], places: int, breaker: TieBreaker, *, able: EligibleVoters
) -> Decision:
    """Give the places to the options with the largest shares."""
    return decide(add_up_shares(profile, able), places, replace(breaker, compares=False))


def add_up_shares(profile: Profile[Any], able: EligibleVoters) -> Tally:
    """Tally the approvals of each option as a share; 0 if nobody could choose it.

    Raises:
        InvalidContest: an option has more approvals than voters who could choose it.
    """
    given = add_up(profile, approval_points).scores
    if any(given[option] > able[option] for option in profile.options):
        raise InvalidContest("An option has more approvals than voters who could approve of it.")
    shares: dict[OptionId, Number] = {
        option: Fraction(given[option], able[option]) if able[option] else 0
        for option in profile.options
    }
    return Tally(tiers_by(shares, profile.options), shares)


APPROVAL_SHARE = VotingRule(
    id="approval-share",
    title=N_("Approval rate"),
    explanation=N_(
        "Everybody chooses from the other groups’ recommendations. The recommendation chosen by "
        "the largest share of eligible voters wins."
    ),
    unit=Unit.SHARE,
    ballot_kind=BallotKind.APPROVAL,
    decide=by_points(approval_points),  # if all can choose everything, sums give the same order
    additive=Additive(approval_points, widest=lambda _options, _most: 1),
    decide_by_shares=decide_by_shares,
    offered=False,
)
