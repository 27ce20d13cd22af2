"""A summary of an assignment: the wishes it fulfils, and how mixed its groups are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from polling.grouping.problem import Person, Problem
from polling.grouping.result import Assignment


@dataclass(frozen=True, slots=True)
class Mix:
    """How mixed a set of people is in one attribute.

    `counts` is the number of people with each value. `differ` is the probability that two of the
    people with a known value differ (Gini–Simpson index, without replacement): 0 if all are the
    same, None if fewer than two values are known.
    """

    counts: Mapping[str, int]
    differ: float | None


@dataclass(frozen=True, slots=True)
class GroupView:
    """One group: its members, its virtual members, and its mix by attribute."""

    size: int
    virtual: int
    mixes: Mapping[str, Mix]


@dataclass(frozen=True, slots=True)
class AssignmentSummary:
    """The fulfilled wishes, and how mixed the groups are compared with the whole room.

    `choices[i]` is the number of people who got their choice number i + 1. `unlisted` is the number
    who got none of their choices, and `open_to_any` the number who had no wishes.
    """

    choices: tuple[int, ...]
    unlisted: int
    open_to_any: int
    groups: Mapping[str, GroupView]
    room: GroupView


def summarize(problem: Problem, assignment: Assignment) -> AssignmentSummary:
    """Count the choices and mixes of an assignment; people without a group are left out."""
    themes = {group.id: group.theme for group in problem.groups}
    placed = [person for person in problem.people if assignment.get(person.id) in themes]
    ranks = Counter(choice_of(person, themes[assignment[person.id]]) for person in placed)
    members: dict[str, list[Person]] = {group: [] for group in themes}
    for person in placed:
        members[assignment[person.id]].append(person)
    longest = max((len(person.themes) for person in placed), default=0)
    open_to_any = sum(not person.themes for person in placed)
    return AssignmentSummary(
        choices=tuple(ranks[rank] for rank in range(1, longest + 1)),
        unlisted=ranks[None] - open_to_any,
        open_to_any=open_to_any,
        groups={group: view_of(members[group]) for group in themes},
        room=view_of(placed),
    )


def choice_of(person: Person, theme: str | None) -> int | None:
    """Return 1 if the theme is the person's first choice, and so on; None if it is not a choice."""
    return person.themes.index(theme) + 1 if theme and theme in person.themes else None


def view_of(people: Sequence[Person]) -> GroupView:
    """Return the size and the mix of a set of people."""
    keys = sorted({key for person in people for key in person.attributes})
    mixes = {key: _mix(people, key) for key in keys}
    return GroupView(len(people), sum(person.virtual for person in people), mixes)


def _mix(people: Sequence[Person], key: str) -> Mix:
    counts = Counter(person.attributes[key] for person in people if key in person.attributes)
    pairs = counts.total() * (counts.total() - 1)
    same = sum(count * (count - 1) for count in counts.values())
    return Mix(dict(sorted(counts.items())), 1 - same / pairs if pairs else None)
