"""The possible courses of a count in rounds, if ties allow several.

All of them are followed to the end. Options elected on every course are elected; those elected
on some courses only are tied, and are admitted together or left to the organizer. A tie that
makes no difference in the end is therefore not reported.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from polling.voting.ballots import Number, OptionId
from polling.voting.decision import Decision
from polling.voting.outcome import Tie
from polling.voting.tiers import Tier
from polling.voting.ties import TieBreaker

State = TypeVar("State", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Course:
    """One course of a count: who is elected so far, how many places are left, which ties were."""

    elected: Tier
    free: int
    ties: tuple[Tie, ...] = ()

    def elect(self, options: Tier) -> "Course":
        """Return the course with each of the options elected to its own place."""
        return replace(self, elected=self.elected + options, free=self.free - len(options))

    def note(self, tie: Tie) -> "Course":
        """Return the course with a tie on record."""
        return replace(self, ties=(*self.ties, tie))

    def end(self, tie: Tie) -> "Course":
        """Return the course ended by a tie for all the places that were left."""
        return Course(self.elected + tie.admitted, 0, (*self.ties, tie))


def follow(
    start: State,
    places: int,
    step: Callable[[State, Course], Iterable[tuple[State | None, Course]]],
) -> list[Course]:
    """Follow every course from the start on, and return how each one ends.

    Args:
        start: the state of the count before the first round.
        places: how many options make the cut.
        step: returns the ways on from a state, each with its course so far; more than one if a
            tie leaves the choice open, and a state of None where the count ends. Where two
            courses come to the same state, only one is followed.
    """
    ahead: list[tuple[State, Course]] = [(start, Course((), places))]
    seen = {start}
    ended = []
    while ahead:
        for state, course in step(*ahead.pop()):
            if state is None:
                ended.append(course)
            elif state not in seen:
                seen.add(state)
                ahead.append((state, course))
    return ended


def merge(
    courses: Sequence[Course],
    places: int,
    breaker: TieBreaker,
    *,
    scores: Mapping[OptionId, Number],
    alike: Sequence[Tier] = (),
) -> Decision:
    """Decide by how all courses of a count end.

    A committee is elected as a whole: the elected share the first rank, those tied for what is
    left the next, and all others the last. Options of which one stood in for the others, so that
    the courses of these were not followed, are given as `alike`.
    """
    listed = breaker.profile.listed
    sure = listed(set(scores).intersection(*(_sure(course, alike) for course in courses)))
    possible = set[OptionId]().union(*(_possible(course, alike) for course in courses))
    tied = listed(possible.difference(sure))
    ties = tuple(tie for tie in courses[0].ties if _counts(tie, courses))
    if tied:
        ties += (breaker.settle_alike(tied, max(places - len(sure), 1)),)
    winners = sure + (ties[-1].admitted if tied else ())
    rest = listed(set(scores).difference(possible))
    tiers = tuple(tier for tier in (sure, tied, rest) if tier)
    return Decision(winners, tiers, scores, ties)


def _sure(course: Course, alike: Sequence[Tier]) -> set[OptionId]:
    """Return the elected options of a course; any of several like ones may represent them."""
    torn = (kind for kind in alike if not set(kind).issubset(course.elected))
    return set(course.elected).difference(*torn)


def _possible(course: Course, alike: Sequence[Tier]) -> set[OptionId]:
    """Return who is elected on a course, or might be if another of the like stood in."""
    reached = set(course.elected).union(*(tie.unresolved for tie in course.ties))
    return reached.union(*(kind for kind in alike if reached.intersection(kind)))


def _counts(tie: Tie, courses: Sequence[Course]) -> bool:
    """Return whether a tie was settled on all courses, and other than by giving all a place."""
    everywhere = all(tie in course.ties for course in courses)
    outside = set(tie.options).difference(*(course.elected for course in courses))
    return everywhere and not tie.unresolved and (bool(outside) or len(tie.admitted) > tie.places)
