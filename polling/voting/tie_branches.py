"""The possible courses of a count in rounds, if ties allow several.

All courses are followed to the end. Options elected in every course are elected. Options elected in
only some courses are tied: all are admitted, or the organizer decides. So a tie that does not
affect the result is not reported.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from polling.voting.ballots import Number, OptionId
from polling.voting.decision import Decision
from polling.voting.outcome import Tie
from polling.voting.tally import Tier
from polling.voting.ties import TieBreaker

State = TypeVar("State", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Course:
    """One course of a count: the options elected so far, the places left, and the ties."""

    elected: Tier
    free: int
    ties: tuple[Tie, ...] = ()

    def elect(self, options: Tier) -> "Course":
        """Return the course in which each of the options is elected to a separate place."""
        return replace(self, elected=self.elected + options, free=self.free - len(options))

    def note(self, tie: Tie) -> "Course":
        """Return the course with a tie recorded."""
        return replace(self, ties=(*self.ties, tie))

    def end(self, tie: Tie) -> "Course":
        """Return the course, ended by a tie for all remaining places."""
        return Course(self.elected + tie.admitted, 0, (*self.ties, tie))


def follow(
    start: State,
    places: int,
    step: Callable[[State, Course], Iterable[tuple[State | None, Course]]],
) -> list[Course]:
    """Follow every course from the start, and return the end of each course.

    Args:
        start: the state of the count before the first round.
        places: how many options make the cut.
        step: returns the possible next states, each with its course so far: several if a tie is not
            settled, and the state None at the end of the count. If two courses reach the same
            state, only one is followed.
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
    """Decide from the ends of all courses of a count.

    Places are filled together, so all elected options share the first rank, the options tied for
    the remaining places share the next, and all others the last. `alike` are groups of options of
    which only one was followed.
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
    """Return the options elected in a course, without groups of `alike` options elected in part."""
    torn = (kind for kind in alike if not set(kind).issubset(course.elected))
    return set(course.elected).difference(*torn)


def _possible(course: Course, alike: Sequence[Tier]) -> set[OptionId]:
    """Return the options elected in a course, and those that could replace one of these."""
    reached = set(course.elected).union(*(tie.unresolved for tie in course.ties))
    return reached.union(*(kind for kind in alike if reached.intersection(kind)))


def _counts(tie: Tie, courses: Sequence[Course]) -> bool:
    """Return whether a tie was settled in all courses, and not by admitting all options."""
    everywhere = all(tie in course.ties for course in courses)
    outside = set(tie.options).difference(*(course.elected for course in courses))
    return everywhere and not tie.unresolved and (bool(outside) or len(tie.admitted) > tie.places)
