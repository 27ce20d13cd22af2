"""Method of Equal Shares: voters get equal budgets and pool them to elect options.

Each place costs 1, and the budgets add up to the number of places. The voters who approve of an
option can buy it if they have 1 left together. They pay equal amounts; voters who have less left
pay all of it. The next option bought is the one for which the highest payment is lowest. So a group
of voters with common interests gets its share of the places, however large the other groups are
(extended justified representation). Places that nobody can pay for go to the options with the most
approvals. The scores are approvals.

Source: Peters & Skowron, "Proportionality and the limits of welfarism", ACM Conference on Economics
and Computation (2020).

Six voters approve of a and b, four of these also of d, and three others of c. Each voter has 1/3.
The six buy a and then b for 1/6 each; then the three buy c with all their money. By approvals
alone, d would get the third place:

>>> from polling.voting.ballots import ApprovalBallot
>>> ballots = [ApprovalBallot(frozenset(approved), weight=voters)
...            for approved, voters in (("abd", 4), ("ab", 2), ("c", 3))]
>>> profile = Profile(tuple("abcd"), tuple(ballots))
>>> equal_shares(profile, 3, TieBreaker(profile)).winners
('a', 'b', 'c')
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from polling.voting.approval import approval_points
from polling.voting.ballots import ApprovalBallot, BallotKind, Number, OptionId
from polling.voting.decision import Decision
from polling.voting.election_rounds import Turns
from polling.voting.profile import Profile
from polling.voting.tally import Tier, add_up, cut, tiers_by
from polling.voting.tie_branches import Course, follow, merge
from polling.voting.ties import TieBreaker
from polling.voting.voting_rule import N_, Unit, VotingRule

PRICE = 1


@dataclass(frozen=True, slots=True)
class _Purses:
    """The rest of each voter's budget, per unit of the ballot's weight."""

    profile: Profile[ApprovalBallot] = field(compare=False)
    left: tuple[Fraction, ...]
    elected: frozenset[OptionId] = frozenset()

    def best(self) -> Tier:
        """Return the affordable options with the lowest payment."""
        unsold = (option for option in self.profile.options if option not in self.elected)
        payments = {option: self._payment(option) for option in unsold}
        affordable = {option: -paid for option, paid in payments.items() if paid is not None}
        return next(iter(tiers_by(affordable, affordable)), ())

    def after(self, option: OptionId) -> "_Purses":
        """Return the state after the option's supporters have paid for it."""
        payment = self._payment(option) or Fraction(0)
        left = tuple(
            purse - min(purse, payment) if option in ballot.approved else purse
            for purse, ballot in zip(self.left, self.profile.ballots, strict=True)
        )
        return _Purses(self.profile, left, self.elected | {option})

    def _payment(self, option: OptionId) -> Fraction | None:
        """Return the lowest payment that adds up to the price; None if there is none.

        Goes from the poorest to the richest: a voter with less than an equal part of the remaining
        price pays all they have.
        """
        purses = sorted(
            (purse, ballot.weight)
            for purse, ballot in zip(self.left, self.profile.ballots, strict=True)
            if option in ballot.approved
        )
        owed = Fraction(PRICE)
        payers = sum(weight for _, weight in purses)
        for purse, weight in purses:
            if purse * payers >= owed:
                return owed / payers
            owed -= purse * weight
            payers -= weight
        return None


def equal_shares(profile: Profile[ApprovalBallot], places: int, breaker: TieBreaker) -> Decision:
    """Elect by the Method of Equal Shares, then fill the free places by approvals."""
    share = Fraction(places) / profile.weight if profile.ballots else Fraction(0)
    purses = _Purses(profile, (share,) * len(profile.ballots))
    scores = add_up(profile, approval_points).scores
    turns = Turns(profile, breaker)
    bought = follow(purses, places, turns.take)
    filled = [_fill_up(course, scores, breaker) for course in bought]
    return merge(filled, places, breaker, scores=scores, alike=turns.alike())


def _fill_up(course: Course, scores: Mapping[OptionId, Number], breaker: TieBreaker) -> Course:
    """Give the places that nobody can pay for to the options with the most approvals."""
    left = [option for option in breaker.profile.options if option not in course.elected]
    inside, tied, free = cut(tiers_by(scores, left), course.free)
    course = course.elect(inside)
    return course.end(breaker.settle(tied, free)) if tied else course


EQUAL_SHARES = VotingRule(
    id="equal-shares",
    title=N_("Equal shares"),
    explanation=N_(
        "Everybody chooses the issues they approve of, and every voter has an equal "
        "share of influence."
    ),
    unit=Unit.APPROVALS,
    ballot_kind=BallotKind.APPROVAL,
    decide=equal_shares,
    redrawn=False,
)
