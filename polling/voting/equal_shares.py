"""Equal shares: every voter gets the same share of the places, and groups pool theirs to elect.

Each place costs 1, and the voters together own as much as there are places. An option can be
bought by those who approve of it if they have 1 left among them. They pay alike (who has less
left pays all of it), and the option bought next is the one for which the highest payment is
lowest. A group with a common wish thus gets its share of the places, however large the others
are (extended justified representation). Places that nobody can pay for go to the most approved.
The scores are approvals.

Source: Peters & Skowron, "Proportionality and the limits of welfarism", ACM Conference on
Economics and Computation (2020).

Six voters approve of a and b, four of them of d too, and three of c. Each voter owns 1/3. The
six buy a, and then b, for 1/6 each; now the three buy c, with all that they have. By approvals
alone, d would have the third place:

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
from polling.voting.profile import Profile
from polling.voting.rounds import Turns
from polling.voting.tie_branches import Course, follow, merge
from polling.voting.tiers import Tier, add_up, cut, tiers_by
from polling.voting.ties import TieBreaker
from polling.voting.voting_rule import N_, Unit, VotingRule

PRICE = 1


@dataclass(frozen=True, slots=True)
class _Purses:
    """What is left in each voter's purse, for each unit of the ballot's weight."""

    profile: Profile[ApprovalBallot] = field(compare=False)
    left: tuple[Fraction, ...]
    elected: frozenset[OptionId] = frozenset()

    def best(self) -> Tier:
        """Return the options with the lowest payment, of those that can be bought."""
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
        """Return the least payment that adds up to the price, None if there is none.

        Poorest first: who has less than an equal part of what is still owed pays all of it.
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
    """Elect by the Method of Equal Shares, then fill up with the most approved."""
    share = Fraction(places) / profile.weight if profile.ballots else Fraction(0)
    purses = _Purses(profile, (share,) * len(profile.ballots))
    scores = add_up(profile, approval_points).scores
    turns = Turns(profile, breaker)
    bought = follow(purses, places, turns.take)
    filled = [_fill_up(course, scores, breaker) for course in bought]
    return merge(filled, places, breaker, scores=scores, alike=turns.alike())


def _fill_up(course: Course, scores: Mapping[OptionId, Number], breaker: TieBreaker) -> Course:
    """Give the places that nobody can pay for to the most approved."""
    left = [option for option in breaker.profile.options if option not in course.elected]
    inside, tied, free = cut(tiers_by(scores, left), course.free)
    course = course.elect(inside)
    return course.end(breaker.settle(tied, free)) if tied else course


EQUAL_SHARES = VotingRule(
    id="equal-shares",
    title=N_("Equal shares"),
    explanation=N_("Everybody approves issues, and every voter has an equal share of influence."),
    unit=Unit.APPROVALS,
    ballot_kind=BallotKind.APPROVAL,
    decide=equal_shares,
    redrawn=False,
)
