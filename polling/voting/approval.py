"""Approval voting: the options with the most approvals win.

Source: Brams & Fishburn, "Approval voting", American Political Science Review 72 (1978).

>>> from polling.voting.ballots import ApprovalBallot
>>> from polling.voting.profile import Profile
>>> from polling.voting.tally import add_up
>>> ballots = (ApprovalBallot(frozenset("ab")), ApprovalBallot(frozenset("a")))
>>> add_up(Profile(("a", "b", "c"), ballots), approval_points).tiers
(('a',), ('b',), ('c',))
"""

from collections.abc import Mapping

from polling.voting.ballots import ApprovalBallot, BallotKind, Number, OptionId
from polling.voting.voting_rule import N_, Additive, Unit, VotingRule, by_points


def approval_points(
    ballot: ApprovalBallot, _options: tuple[OptionId, ...]
) -> Mapping[OptionId, Number]:
    """Return one point for each approved option."""
    return dict.fromkeys(ballot.approved, 1)


APPROVAL = VotingRule(
    id="approval",
    title=N_("Approval"),
    explanation=N_("Everybody chooses what they support. The issues chosen most often win."),
    unit=Unit.APPROVALS,
    ballot_kind=BallotKind.APPROVAL,
    decide=by_points(approval_points),
    additive=Additive(approval_points, widest=lambda _options, _most: 1),
)
