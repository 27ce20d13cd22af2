"""Fill places in rounds, as the proportional rules for approval ballots do.

In every round, some options are equally best. If no ballot approves of two of them, electing one
does not affect the others, and all are elected while there are places. Otherwise they compete for
one place, and the tie policy decides. If comparing them does not settle the tie, all possible
`courses` are followed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, Self, TypeVar

from polling.voting.ballots import ApprovalBallot, OptionId
from polling.voting.profile import Profile
from polling.voting.tally import Tier
from polling.voting.tie_branches import Course
from polling.voting.ties import TieBreaker, TiePolicy


class Turn(Protocol):
    """The state of a count between two rounds: hashable, and equal if the count goes on equally."""

    def best(self) -> Tier:
        """Return the options that are best now, all equally good; none if the count is over."""

    def after(self, option: OptionId) -> Self:
        """Return the state after the option's election."""


AnyTurn = TypeVar("AnyTurn", bound=Turn)


@dataclass(frozen=True, slots=True)
class Turns:
    """Runs rounds on a profile, with a tie policy."""

    profile: Profile[ApprovalBallot]
    breaker: TieBreaker

    def take(self, turn: AnyTurn, course: Course) -> Iterator[tuple[AnyTurn | None, Course]]:
        """Yield the possible next states of a round, as a step for `courses.follow`."""
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
        """Return groups of options with the same supporters; a branch follows only one of each.

        Lots separate even these options, so there are no branches.
        """
        return () if self.breaker.policy is TiePolicy.LOT else self._kinds(self.profile.options)

    def _kinds(self, options: Tier) -> tuple[Tier, ...]:
        """Group options that have the same supporters."""
        kinds: dict[tuple[bool, ...], Tier] = {}
        for option in options:
            supporters = tuple(option in ballot.approved for ballot in self.profile.ballots)
            kinds[supporters] = (*kinds.get(supporters, ()), option)
        return tuple(kinds.values())
