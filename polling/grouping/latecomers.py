"""Seat a late arrival without moving anybody."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from polling.grouping.assignment_summary import choice_of
from polling.grouping.compiled_problem import IN_ROOM, SIZE, compile_problem
from polling.grouping.inseparable_people import single_units
from polling.grouping.local_search import Room
from polling.grouping.problem import Person, Problem
from polling.grouping.result import Assignment


@dataclass(frozen=True, slots=True)
class Seat:
    """A group for a late arrival, the rank of their wish, and the number of broken rules."""

    group: str
    choice: int | None
    breaks: int


@dataclass(frozen=True, slots=True, order=True)
class _Option:
    """The sort key of a group for a late arrival; fields are compared in order, lower is better."""

    empty: bool
    breaks: int
    without_friends: bool
    unwanted: bool
    size: int
    choice: int
    points: int
    column: int


def place_late(problem: Problem, current: Assignment, person: Person) -> Seat | None:
    """Return the smallest group with a theme that the person wants; None if there are no groups.

    Groups in which they would break a rule (no seat left, an unknown language, …) come last; the
    group of a person they must be with comes first. Among groups of equal size, their order of
    wishes decides, and then the mix. Empty groups stay closed.
    """
    if not problem.groups:
        return None
    others = tuple(p for p in problem.people if p.id != person.id and p.id in current)
    best = min(_options(replace(problem, people=(*others, person)), current, person))
    group = problem.groups[best.column]
    return Seat(group.id, choice_of(person, group.theme), best.breaks)


def _options(problem: Problem, current: Assignment, person: Person) -> Iterator[_Option]:
    pairs = problem.pairs_here(problem.together)
    friends = {friend for pair in pairs if person.id in pair for friend in pair} - {person.id}
    together = {current[friend] for friend in friends}
    room, points = _entering(problem, current)
    for column, group in enumerate(problem.groups):
        choice = choice_of(person, group.theme)
        voiceless = person.virtual and not room.counts[column, IN_ROOM]
        yield _Option(
            empty=not room.counts[column, SIZE],
            breaks=max(int(voiceless), round(points[column] / problem.penalty)),
            without_friends=group.id not in together,
            unwanted=choice is None,
            size=int(room.counts[column, SIZE]),
            choice=choice or 0,
            points=points[column],
            column=column,
        )


def _entering(problem: Problem, current: Assignment) -> tuple[Room, list[int]]:
    """Return the room without the last person, and the points they would add in each group."""
    columns = {group.id: column for column, group in enumerate(problem.groups)}
    units = single_units(problem, problem.groups)
    room = Room(compile_problem(problem, problem.groups, units))
    for row, person in enumerate(problem.people[:-1]):
        if current[person.id] in columns:
            room.enter(row, columns[current[person.id]])
    return room, room.entering(len(problem.people) - 1).tolist()
