"""What each rule and each wish costs: form the groups again without it, and compare."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from polling.grouping.explain import explain
from polling.grouping.instance import compile_problem
from polling.grouping.optimiser import form_groups
from polling.grouping.problem import Problem
from polling.grouping.result import Assignment, Grouping, Rule
from polling.grouping.sizes import fit_sizes
from polling.grouping.units import single_units


@dataclass(frozen=True, slots=True)
class Price:
    """What could be saved without one rule, or without one wish.

    `what` is a rule, "themes", or "spread" with the attribute in `key`. Without it, all other
    wishes would cost `points` less; it is proven that they cannot cost less by more than
    `at_most`. `first_choices` more people would get theirs (fewer, if negative).
    """

    what: str
    key: str | None
    points: int
    at_most: int
    first_choices: int


def price_rules(problem: Problem, grouping: Grouping, *, seconds: float = 3) -> tuple[Price, ...]:
    """Price each rule and wish that the problem has, spending up to `seconds` on each.

    Sizes are not dropped but loosened by one person either way.
    """
    if not grouping.assignment:
        return ()
    groups = tuple(group for group in problem.groups if group.id not in grouping.closed)
    opened = replace(problem, groups=groups)
    return tuple(
        _price(what, key, without, grouping.assignment, seconds)
        for what, key, without in (*_without_rules(opened), *_without_wishes(opened))
        if without != opened
    )


def _price(
    what: str, key: str | None, without: Problem, current: Assignment, seconds: float
) -> Price:
    freed = form_groups(without, seconds=seconds)
    points = points_of(without, current)
    return Price(
        what,
        key,
        points=max(0, points - freed.points),
        at_most=max(0, points - freed.bound),
        first_choices=_first_choices(without, freed.assignment) - _first_choices(without, current),
    )


def points_of(problem: Problem, assignment: Assignment) -> int:
    """Return what an assignment to the problem's groups costs in unmet wishes."""
    groups = fit_sizes(problem).groups
    columns = {group.id: column for column, group in enumerate(groups)}
    instance = compile_problem(problem, groups, single_units(problem, groups))
    places = np.array([columns[assignment[person.id]] for person in problem.people])
    return instance.points(places) % instance.penalty


def _without_rules(problem: Problem) -> Iterator[tuple[str, None, Problem]]:
    looser = [
        replace(group, smallest=max(0, group.smallest - 1), largest=group.largest + 1)
        for group in problem.groups
    ]
    spoken = [replace(group, language=None) for group in problem.groups]
    unled = [replace(group, facilitator=None) for group in problem.groups]
    present = [replace(person, virtual=False) for person in problem.people]
    yield Rule.SIZE, None, replace(problem, groups=tuple(looser))
    yield Rule.LANGUAGE, None, replace(problem, groups=tuple(spoken))
    yield Rule.VOICE, None, replace(problem, people=tuple(present))
    yield Rule.APART, None, replace(problem, apart=())
    yield Rule.TOGETHER, None, replace(problem, together=())
    yield Rule.PIN, None, replace(problem, pins={}, groups=tuple(unled))


def _without_wishes(problem: Problem) -> Iterator[tuple[str, str | None, Problem]]:
    weights = problem.weights
    unthemed = replace(weights, per_rank=0, unlisted=0)
    yield "themes", None, replace(problem, weights=unthemed)
    for key in sorted({key for person in problem.people for key in person.attributes}):
        if weights.of_attribute(key):
            unspread = replace(weights, attributes={**weights.attributes, key: 0})
            yield "spread", key, replace(problem, weights=unspread)


def _first_choices(problem: Problem, assignment: Assignment) -> int:
    return sum(explain(problem, assignment).choices[:1])
