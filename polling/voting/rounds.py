"""Filling places in turns, as the proportional rules for approval ballots do.

In every turn some options are the best at hand. If no ballot approves of two of them, electing
one takes nothing from the others, and all are elected as far as the places go. Otherwise they
compete for one place, and the tie policy decides; where comparing them does not help, all
`courses` are followed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, Self, TypeVar

from polling.voting.ballots import ApprovalBallot, OptionId
from polling.voting.profile import Profile
from polling.voting.tie_branches import Course
from polling.voting.tiers import Tier
from polling.voting.ties import TieBreaker, TiePolicy


class Turn(Protocol):
    """The state of a count between two turns; hashable, and equal if it goes on equally."""

    def best(self) -> Tier:
        """Return the options that are best now, all equally good; none when the count is over."""

    def after(self, option: OptionId) -> Self:
        """Return the state after the option's election."""


AnyTurn = TypeVar("AnyTurn", bound=Turn)


@dataclass(frozen=True, slots=True)
class Turns:
    """Takes turns on a profile, with a policy for the ties on the way."""

    profile: Profile[ApprovalBallot]
    breaker: TieBreaker

    def take(self, turn: AnyTurn, course: Course) -> Iterator[tuple[AnyTurn | None, Course]]:
        """Yield the ways on from a turn: a step for `courses.follow`."""
        best = turn.best()
        if not course.free or not best:
            yield None, course
        elif not self._apart(best):
            yield from self._compete(turn, course, best)
        elif len(best) > course.free:
            yield None, course.end(self.breaker.settle(best, course.free))
        else:
            for option in best:
                turn = turn.after(option)
            yield turn, course.elect(best)

    def _apart(self, options: Tier) -> bool:
        """Return whether no ballot approves of two of the options."""
        ballots = self.profile.ballots
        return all(len(ballot.approved.intersection(options)) <= 1 for ballot in ballots)

    def _compete(
        self, turn: AnyTurn, course: Course, best: Tier
    ) -> Iterator[tuple[AnyTurn, Course]]:
        tie = self.breaker.settle(best, 1)
        if len(tie.admitted) == 1:
            yield turn.after(tie.admitted[0]), course.elect(tie.admitted).note(tie)
            return
        for kind in self._kinds(tie.admitted or tie.unresolved):
            yield turn.after(kind[0]), course.elect(kind[:1])

    def alike(self) -> tuple[Tier, ...]:
        """Return the options of which one stood in for the others where courses parted.

        Lots tell even such options apart, and no courses part.
        """
        return () if self.breaker.policy is TiePolicy.LOT else self._kinds(self.profile.options)

    def _kinds(self, options: Tier) -> tuple[Tier, ...]:
        """Group options with the same supporters."""
        kinds: dict[tuple[bool, ...], Tier] = {}
        for option in options:
            supporters = tuple(option in ballot.approved for ballot in self.profile.ballots)
            kinds[supporters] = (*kinds.get(supporters, ()), option)
        return tuple(kinds.values())
