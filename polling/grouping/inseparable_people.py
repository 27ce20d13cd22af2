"""Units: people who must stay together and are moved as one."""

from dataclasses import dataclass

from polling.grouping.problem import Group, Person, Problem


@dataclass(frozen=True, slots=True)
class Unit:
    """People who share a group, and the group they are pinned to, if any."""

    people: tuple[Person, ...]
    group: str | None = None


def units_of(problem: Problem, groups: tuple[Group, ...]) -> tuple[Unit, ...]:
    """Join people who must be together into units, in the order of the pairs.

    A pair that contradicts another rule (different pins, an "apart" rule, or more people than fit
    in a group) is not joined, and is reported as broken.
    """
    clusters = {person.id: {person.id} for person in problem.people}
    pins = _pins(problem, groups)
    apart = problem.pairs_here(problem.apart)
    seats = max(group.largest for group in groups)
    for one, two in problem.pairs_here(problem.together):
        joined = clusters[one] | clusters[two]
        if len(joined) <= seats and _may_share(joined, pins, apart):
            clusters.update(dict.fromkeys(joined, joined))
    return _in_order(problem, clusters, pins)


def _pins(problem: Problem, groups: tuple[Group, ...]) -> dict[str, str]:
    open_groups = {group.id for group in groups}
    return {who: where for who, where in problem.pinned().items() if where in open_groups}


def _may_share(people: set[str], pins: dict[str, str], apart: list[tuple[str, str]]) -> bool:
    homes = {pins[person] for person in people if person in pins}
    return len(homes) <= 1 and not any({one, two} <= people for one, two in apart)


def _in_order(
    problem: Problem, clusters: dict[str, set[str]], pins: dict[str, str]
) -> tuple[Unit, ...]:
    members: dict[int, list[Person]] = {}
    for person in problem.people:
        members.setdefault(id(clusters[person.id]), []).append(person)
    return tuple(
        Unit(tuple(people), next((pins[p.id] for p in people if p.id in pins), None))
        for people in members.values()
    )
