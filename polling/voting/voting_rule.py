"""`VotingRule`: the declaration of one voting rule, made by the rule's module.

Titles and explanations are in English; callers translate them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from polling.voting.ballots import BallotKind, Number
from polling.voting.decision import Decision, decide
from polling.voting.profile import Profile
from polling.voting.tally import Points, Tally, add_up
from polling.voting.ties import TieBreaker

TallyOf = Callable[[Profile[Any]], Tally]
Decide = Callable[[Profile[Any], int, TieBreaker], Decision]
DecideByShares = Callable[..., Decision]  # `Decide` with the keyword argument `able`


class Unit(StrEnum):
    """The units of scores."""

    POINTS = "points"
    WINS = "wins"
    VOTES = "votes"
    APPROVALS = "approvals"
    SHARE = "share"
    MEAN = "mean"


@dataclass(frozen=True, slots=True)
class Description:
    """The data about a rule that a result needs.

    Args:
        id: the identifier in settings, workshop files and stored results; it never changes.
        title: the displayed name, a few words at most.
        explanation: one sentence that explains the rule to voters.
        unit: the unit of its scores.
        ballot_kind: the kind of ballots it counts.
    """

    id: str
    title: str
    explanation: str
    unit: Unit
    ballot_kind: BallotKind


@dataclass(frozen=True, slots=True)
class Additive:
    """The points of a ballot, for rules that add up points ballot by ballot.

    Args:
        points: returns the points that one ballot gives to each option.
        widest: returns, for the numbers of options and of those that a ballot can name, the largest
            lead in points that one ballot can give to one option over another.
    """

    points: Points
    widest: Callable[[int, int], Number]


@dataclass(frozen=True, slots=True)
class VotingRule(Description):
    """A rule that can count.

    Args:
        decide: returns the decision on a profile, a number of places and a tie breaker.
        additive: for rules that add up points ballot by ballot, otherwise None.
        decide_by_shares: for rules by share: decides with `able`, the number of voters who could
            choose each option.
        offered: whether organizers can choose the rule for a ranking.
        most_options: the largest number of options that it can count; None for no limit.
        redrawn: whether it is fast enough to resample the ballots for `stability`.
    """

    decide: Decide
    additive: Additive | None = None
    decide_by_shares: DecideByShares | None = None
    offered: bool = True
    most_options: int | None = None
    redrawn: bool = True


def by_points(points: Points) -> Decide:
    """Return the decision function of a rule that adds up the points of all ballots."""
    return by_tally(partial(add_up, points=points))


def by_tally(tally_of: TallyOf) -> Decide:
    """Return the decision function of a rule that puts the options in tiers, best first."""

    def decide_tally(profile: Profile[Any], places: int, breaker: TieBreaker) -> Decision:
        return decide(tally_of(profile), places, breaker)

    return decide_tally


def N_(text: str) -> str:  # noqa: N802  gettext's name for it, which its tools know
    """Mark a text for translation, like `polling.core.i18n.N_`, which rules may not import."""
    return text
