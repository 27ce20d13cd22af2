"""Adapt the group sizes to the number of people."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from polling.grouping.problem import Group, Problem, understands


@dataclass(frozen=True, slots=True)
class Fitted:
    """The groups to fill, with bounds that fit the number of people, and the closed groups."""

    groups: tuple[Group, ...]
    closed: tuple[str, ...]


def fit_sizes(problem: Problem, members: Mapping[str, int] | None = None) -> Fitted:
    """Close groups that the people cannot fill, and widen the bounds if that is not enough.

    The groups with the least demand close first. With `members` (counts by group id), the groups
    with the fewest members close first, so that few people have to move.
    """
    people = len(problem.people)
    if sum(group.smallest for group in problem.groups) <= people:
        return Fitted(_stretch(problem.groups, people), ())
    order = _by_members(problem, members) if members is not None else _by_demand(problem)
    best = min(range(1, len(order) + 1), key=lambda count: (_misfit(order[:count], people), -count))
    kept = {group.id for group in order[:best]}
    groups = tuple(group for group in problem.groups if group.id in kept)
    closed = tuple(group.id for group in problem.groups if group.id not in kept)
    return Fitted(_stretch(groups, people), closed)


def _misfit(groups: list[Group], people: int) -> int:
    """Return by how many people the bounds are missed."""
    short = sum(group.smallest for group in groups) - people
    over = people - sum(group.largest for group in groups)
    return max(short, over, 0)


def _stretch(groups: tuple[Group, ...], people: int) -> tuple[Group, ...]:
    """Widen the bounds evenly until they admit this number of people."""
    smallest = [group.smallest for group in groups]
    largest = [group.largest for group in groups]
    for _ in range(sum(smallest) - people):
        smallest[smallest.index(max(smallest))] -= 1
    for _ in range(people - sum(largest)):
        largest[largest.index(min(largest))] += 1
    return tuple(
        replace(group, smallest=low, largest=high)
        for group, low, high in zip(groups, smallest, largest, strict=True)
    )


def _by_members(problem: Problem, members: Mapping[str, int]) -> list[Group]:
    pinned = set(problem.pinned().values())
    return sorted(
        problem.groups, key=lambda group: (group.id not in pinned, -members.get(group.id, 0))
    )


def _by_demand(problem: Problem) -> list[Group]:
    """Sort the groups: those with pinned people first, then by demand for language and theme.

    As in the D'Hondt method, a theme's demand is divided among its groups.
    """
    pinned = set(problem.pinned().values())
    wanted = Counter(theme for person in problem.people for theme in set(person.themes))
    opened: Counter[str | None] = Counter()
    stranded = list(problem.people)
    waiting, order = list(problem.groups), []

    def need(group: Group) -> tuple[bool, int, float]:
        theme = wanted[group.theme] / (opened[group.theme] + 1) if group.theme else 0.0
        return group.id in pinned, sum(understands(person, group) for person in stranded), theme

    while waiting:
        best = max(waiting, key=need)
        waiting.remove(best)
        order.append(best)
        opened[best.theme] += 1
        stranded = [person for person in stranded if not understands(person, best)]
    return order
