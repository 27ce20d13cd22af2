"""Sequential PAV: a voter's first success counts fully, the second half, the third a third.

The options are elected in turns. In each turn the one elected adds the most, where a voter who
approves of it and already has k elected options among those approved of adds 1/(k+1). Large
groups therefore come first, but not every time. The scores are approvals.

Source: Thiele, "Om flerfoldsvalg" (1895); Lackner & Skowron, "Multi-winner voting with approval
preferences" (2023).

By approvals alone, the six voters for a and b would take both places from the four for c. After
a is elected, b adds only 6/2 = 3, and c adds 4:

>>> from polling.voting.ballots import ApprovalBallot
>>> ballots = [ApprovalBallot(frozenset("a")), ApprovalBallot(frozenset("ab"), weight=6),
...            ApprovalBallot(frozenset("c"), weight=4)]
>>> profile = Profile(tuple("abc"), tuple(ballots))
>>> sequential_pav(profile, 2, TieBreaker(profile)).winners
('a', 'c')
"""

from dataclasses import dataclass, field, replace
from fractions import Fraction

from polling.voting.approval import approval_points
from polling.voting.ballots import ApprovalBallot, Number, OptionId
from polling.voting.courses import follow, merge
from polling.voting.decision import Decision
from polling.voting.profile import Profile
from polling.voting.tally import Tier, add_up, tiers_by
from polling.voting.ties import TieBreaker
from polling.voting.turns import Turns


@dataclass(frozen=True, slots=True)
class _Successes:
    """Who is elected; what the next one adds depends on nothing else."""

    profile: Profile[ApprovalBallot] = field(compare=False)
    elected: frozenset[OptionId] = frozenset()

    def best(self) -> Tier:
        """Return the options that add the most."""
        added: dict[OptionId, Number] = {
            option: 0 for option in self.profile.options if option not in self.elected
        }
        for ballot in self.profile.ballots:
            adds = Fraction(ballot.weight) / (len(ballot.approved & self.elected) + 1)
            for option in ballot.approved - self.elected:
                added[option] += adds
        return next(iter(tiers_by(added, added)), ())

    def after(self, option: OptionId) -> "_Successes":
        """Return the state with one more option elected."""
        return replace(self, elected=self.elected | {option})


def sequential_pav(profile: Profile[ApprovalBallot], places: int, breaker: TieBreaker) -> Decision:
    """Elect by sequential proportional approval voting."""
    turns = Turns(profile, breaker)
    courses = follow(_Successes(profile), places, turns.take)
    scores = add_up(profile, approval_points).scores
    return merge(courses, places, breaker, scores=scores, alike=turns.alike())
