"""Approval: the options that most ballots approve of.

Source: Brams & Fishburn, "Approval voting", American Political Science Review 72 (1978).

>>> from polling.voting.ballots import ApprovalBallot
>>> from polling.voting.profile import Profile
>>> from polling.voting.tally import add_up
>>> ballots = (ApprovalBallot(frozenset("ab")), ApprovalBallot(frozenset("a")))
>>> add_up(Profile(("a", "b", "c"), ballots), approval_points).tiers
(('a',), ('b',), ('c',))
"""

from collections.abc import Mapping

from polling.voting.ballots import ApprovalBallot, Number, OptionId


def approval_points(
    ballot: ApprovalBallot, _options: tuple[OptionId, ...]
) -> Mapping[OptionId, Number]:
    """Return one point for each approved option."""
    return dict.fromkeys(ballot.approved, 1)
