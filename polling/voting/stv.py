"""STV, the single transferable vote: ballots move on until they have helped to elect somebody.

An option whose votes reach the quota, the number of votes divided by one more than the places,
is elected. What it has above the quota moves on: each of its ballots keeps the same part of its
weight and goes to its next option still in the count. When nobody reaches the quota, the option
with the fewest votes leaves and its ballots move on. Options that are equally last leave
together if even all their votes would not lift one of them above the next. Otherwise the tie
policy decides who gets the places to stay; where comparing them does not help, all `courses` are
followed. When no more options are left than places, all of these are elected. The scores are
first choices.

Source: Tideman, "The single transferable vote", Journal of Economic Perspectives 9 (1995), with
the exact quota of Newland & Britton and transfers by the weighted inclusive Gregory method.

Nine votes for two places make a quota of 3. Option a is elected with 5 votes, and the 2 that it
does not need move on to b:

>>> from polling.voting.ballots import RankedBallot
>>> ballots = [RankedBallot(tuple("abc"), weight=5), RankedBallot(tuple("b")),
...            RankedBallot(tuple("cb"), weight=2), RankedBallot(tuple("d"))]
>>> profile = Profile(tuple("abcd"), tuple(ballots))
>>> stv(profile, 2, TieBreaker(profile)).winners
('a', 'b')
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from polling.voting.ballots import Number, OptionId, RankedBallot
from polling.voting.courses import Course, follow, merge
from polling.voting.decision import Decision
from polling.voting.instant_runoff import first_choices
from polling.voting.profile import Profile
from polling.voting.tally import Tier, tiers_by
from polling.voting.ties import TieBreaker

Votes = Mapping[OptionId, Number]
Left = Profile[RankedBallot]


def stv(profile: Profile[RankedBallot], places: int, breaker: TieBreaker) -> Decision:
    """Elect by single transferable vote."""
    votes = first_choices(profile, profile.options)
    count = _Count(breaker, Fraction(sum(votes.values())) / (places + 1))
    courses = follow(profile, places, count.next_round)
    return merge(courses, places, breaker, scores=votes)


@dataclass(frozen=True, slots=True)
class _Count:
    """Takes rounds; the state between them is a profile of the options still in the count."""

    breaker: TieBreaker
    quota: Fraction

    def next_round(self, left: Left, course: Course) -> Iterator[tuple[Left | None, Course]]:
        """Yield the ways on from a round: a step for `courses.follow`."""
        votes = first_choices(left, left.options)
        reached = tuple(option for option in left.options if votes[option] >= self.quota)
        if len(left.options) <= course.free:
            yield None, course.elect(left.options)
        elif not course.free:
            yield None, course
        elif len(reached) > course.free or not any(votes.values()):
            yield None, course.end(self.breaker.settle(reached or left.options, course.free))
        elif reached:
            yield self._after_election(left, reached, votes), course.elect(reached)
        else:
            for leaving, noted in self._ways_to_leave(left, votes, course):
                yield _without(left, leaving), noted

    def _after_election(self, left: Left, elected: Tier, votes: Votes) -> Left:
        """Move on what the elected have above the quota; they share no ballots, so all at once."""
        kept = {option: 1 - self.quota / votes[option] for option in elected}
        ballots = tuple(
            replace(ballot, weight=ballot.weight * part)
            for ballot in left.ballots
            if (part := _part_kept(ballot, left.options, kept))
        )
        return _without(replace(left, ballots=ballots), elected)

    def _ways_to_leave(
        self, left: Left, votes: Votes, course: Course
    ) -> Iterator[tuple[Tier, Course]]:
        """Yield who leaves: all that are last, or one of them, or each of them on a course."""
        *better, last = tiers_by(votes, left.options)
        hopeless = sum(votes[option] for option in last) < (votes[better[-1][0]] if better else 0)
        if len(last) == 1 or (hopeless and len(left.options) - len(last) >= course.free):
            yield last, course
            return
        tie = self.breaker.settle(last, len(last) - 1)
        leaving = tuple(option for option in last if option not in tie.admitted + tie.unresolved)
        if leaving:
            yield leaving, course.note(tie)
        else:
            for option in last:
                yield (option,), course


def _part_kept(ballot: RankedBallot, options: Tier, kept: Mapping[OptionId, Fraction]) -> Number:
    """Return the part of its weight that a ballot keeps, 1 if it counts for none of the elected."""
    choice = next((option for option in ballot.ranking if option in options), None)
    return 1 if choice is None else kept.get(choice, 1)


def _without(left: Left, leaving: Tier) -> Left:
    staying = tuple(option for option in left.options if option not in leaving)
    return replace(left, options=staying)
