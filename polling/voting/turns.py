"""Filling places in turns, as the proportional rules for approval ballots do.

In every turn some options are the best at hand. If no ballot approves of two of them, electing
one takes nothing from the others, and all are elected as far as the places go. Otherwise they
compete for one place, and the tie policy decides. Where comparing them does not help, every
course that the count might take is followed to its end. Options elected on all courses are
elected; those elected on some only are tied, and admitted together or left to the organizer.
A tie that makes no difference in the end is not reported.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, Self

from polling.voting.ballots import ApprovalBallot, Number, OptionId
from polling.voting.decision import Decision
from polling.voting.outcome import Tie
from polling.voting.profile import Profile
from polling.voting.tally import Tier
from polling.voting.ties import TieBreaker, TiePolicy


class Turn(Protocol):
    """The state of a count between two turns; hashable, and equal if it goes on equally."""

    def best(self) -> Tier:
        """Return the options that are best now, all equally good; none when the count is over."""

    def after(self, option: OptionId) -> Self:
        """Return the state after the option's election."""


@dataclass(frozen=True, slots=True)
class Course:
    """One course that a count can take: who is elected, how many places are left, which ties."""

    elected: Tier
    free: int
    ties: tuple[Tie, ...] = ()

    def elect(self, options: Tier) -> "Course":
        """Return the course with each of the options elected to a place of its own."""
        return replace(self, elected=self.elected + options, free=self.free - len(options))

    def tied(self, tie: Tie) -> "Course":
        """Return the course with a tie on record."""
        return replace(self, ties=(*self.ties, tie))

    def end(self, tie: Tie) -> "Course":
        """Return the course ended by a tie for all the places that were left."""
        return Course(self.elected + tie.admitted, 0, (*self.ties, tie))


def courses(
    profile: Profile[ApprovalBallot], places: int, breaker: TieBreaker, first: Turn
) -> Iterator[Course]:
    """Follow every course from the first turn on; where courses meet, only one is followed."""
    ahead = [(first, Course((), places))]
    seen = {first}
    while ahead:
        turn, course = ahead.pop()
        best = turn.best()
        if not course.free or not best:
            yield course
        elif len(best) > course.free and _apart(profile, best):
            yield course.end(breaker.settle(best, course.free))
        else:
            ways = [w for w in _ways(profile, breaker, turn, course) if w[0] not in seen]
            seen |= {turn for turn, _ in ways}
            ahead += ways


def _ways(
    profile: Profile[ApprovalBallot], breaker: TieBreaker, turn: Turn, course: Course
) -> Iterator[tuple[Turn, Course]]:
    """Yield the ways on from a turn: one, unless a tie leaves the choice open."""
    best = turn.best()
    if _apart(profile, best):
        for option in best:
            turn = turn.after(option)
        yield turn, course.elect(best)
        return
    tie = breaker.settle(best, 1)
    if len(tie.admitted) == 1:
        yield turn.after(tie.admitted[0]), course.elect(tie.admitted).tied(tie)
        return
    for kind in kinds(profile, tie.admitted or tie.unresolved):
        yield turn.after(kind[0]), course.elect(kind[:1])


def _apart(profile: Profile[ApprovalBallot], options: Tier) -> bool:
    """Return whether no ballot approves of two of the options."""
    return all(len(ballot.approved.intersection(options)) <= 1 for ballot in profile.ballots)


def kinds(profile: Profile[ApprovalBallot], options: Tier) -> tuple[Tier, ...]:
    """Group options with the same supporters: one of a kind can stand for any other."""
    alike: dict[tuple[bool, ...], Tier] = {}
    for option in options:
        supporters = tuple(option in ballot.approved for ballot in profile.ballots)
        alike[supporters] = (*alike.get(supporters, ()), option)
    return tuple(alike.values())


def merge(
    taken: Sequence[Course], places: int, breaker: TieBreaker, scores: Mapping[OptionId, Number]
) -> Decision:
    """Decide by all the courses that a count can take.

    A committee is elected as a whole: the elected share the first rank, those tied for what is
    left the next, and all others the last.
    """
    profile = breaker.profile
    reaches = [_reach(course, breaker) for course in taken]
    sure = profile.listed(frozenset(profile.options).intersection(*(r[0] for r in reaches)))
    possible = frozenset[OptionId]().union(*(r[1] for r in reaches))
    tied = profile.listed(possible.difference(sure))
    ties = tuple(tie for tie in taken[0].ties if _matters(tie, taken))
    if tied:
        ties += (breaker.settle_alike(tied, max(places - len(sure), 1)),)
    admitted = ties[-1].admitted if tied else ()
    rest = profile.listed(frozenset(profile.options).difference(possible))
    tiers = tuple(tier for tier in (sure, tied, rest) if tier)
    return Decision(sure + admitted, tiers, scores, ties)


def _reach(course: Course, breaker: TieBreaker) -> tuple[frozenset[OptionId], frozenset[OptionId]]:
    """Return who is elected for sure on a course, and who might be if the like stood in.

    A lot tells even options with the same supporters apart, so that none stands for another.
    """
    options = breaker.profile.options
    is_lot = breaker.policy is TiePolicy.LOT
    alike = [(option,) for option in options] if is_lot else kinds(breaker.profile, options)
    elected = frozenset(course.elected)
    reached = elected.union(*(tie.unresolved for tie in course.ties))
    sure = frozenset(option for kind in alike if elected.issuperset(kind) for option in kind)
    return sure, frozenset(option for kind in alike if reached & {*kind} for option in kind)


def _matters(tie: Tie, taken: Sequence[Course]) -> bool:
    """Return whether a tie was settled, alike on all courses, and left somebody outside."""
    everywhere = all(tie in course.ties for course in taken)
    left_outside = set(tie.options).difference(*(course.elected for course in taken))
    return everywhere and not tie.unresolved and bool(left_outside)
