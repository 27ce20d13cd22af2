"""The exact model, pooled or not, against brute force, with broken rules."""

from itertools import product

import numpy as np
from hypothesis import assume, given, settings

from polling.grouping import Group, Person, Problem, Weights
from polling.grouping.compiled_problem import Ints
from polling.grouping.exact_model import solve
from polling.grouping.interchangeable_groups import keep_to_pools, pool_alike
from polling.grouping.preparation import Prepared, prepare
from tests.grouping.hypothesis_problems import problems
from tests.grouping.random_rooms import room

slowly = settings(max_examples=60, deadline=None, derandomize=True)


def fewest_points(prepared: Prepared) -> int:
    units, groups = prepared.instance.shape
    everywhere = product(range(groups), repeat=units)
    return min(prepared.instance.points(np.array(places)) for places in everywhere)


def anywhere(prepared: Prepared) -> Ints:
    return np.zeros(prepared.instance.shape[0], dtype=np.int64)


@slowly
@given(problems(fewest_people=1, fewest_groups=1))
def test_the_model_finds_the_fewest_broken_rules_and_then_the_fewest_points(
    problem: Problem,
) -> None:
    prepared = prepare(problem)
    assume(prepared.instance.shape[1] ** prepared.instance.shape[0] <= 3**6)
    solution = solve(prepared.instance, anywhere(prepared), seconds=30, gap=0, seed=0)
    best = fewest_points(prepared)
    assert (prepared.instance.points(solution.places), solution.bound) == (best, best)


@slowly
@given(problems(fewest_people=1, fewest_groups=2))
def test_the_optimum_of_the_pools_is_a_bound_of_the_problem(problem: Problem) -> None:
    prepared = prepare(problem)
    assume(prepared.instance.shape[1] ** prepared.instance.shape[0] <= 3**6)
    pools = pool_alike(prepared.instance, prepared.fitted.groups)
    pooled = solve(pools.instance, pools.pool_of[anywhere(prepared)], seconds=30, gap=0, seed=0)
    assert pooled.bound <= fewest_points(prepared)


def test_groups_are_alike_if_theme_language_and_sizes_are() -> None:
    groups = (Group("g0", "a"), Group("g1", "b"), Group("g2", "a"), Group("g3", "a", "es"))
    prepared = prepare(Problem(tuple(Person(f"p{n}") for n in range(24)), groups))
    pools = pool_alike(prepared.instance, groups)
    assert pools.pool_of.tolist() == [0, 1, 0, 2]
    assert pools.instance.slots.tolist() == [2, 1, 1]


def test_leaving_the_pool_that_was_found_costs_a_penalty() -> None:
    groups = (Group("g0", "a", smallest=0), Group("g1", "b", smallest=0))
    prepared = prepare(Problem((Person("p0"),), groups))
    kept = keep_to_pools(prepared.instance, np.array([0, 1]), np.array([1]))
    assert (kept.costs - prepared.instance.costs).tolist() == [[kept.penalty, 0]]


def test_a_poor_start_is_not_taken_for_the_optimum() -> None:
    sizes = [(0, 2), (0, 1), (2, 2)]
    groups = tuple(Group(f"g{n}", smallest=a, largest=b) for n, (a, b) in enumerate(sizes))
    problem = Problem((Person("p0"), Person("p1")), groups, weights=Weights(uneven=0))
    prepared = prepare(problem)
    solution = solve(prepared.instance, np.array([0, 0]), seconds=30, gap=0, seed=0)
    assert solution.places.tolist() == [2, 2]


def test_without_time_the_start_comes_back_and_the_bound_is_modest() -> None:
    prepared = prepare(room(200, 28, seed=1))
    start = np.arange(len(prepared.units)) % 28
    solution = solve(prepared.instance, start, seconds=0, gap=0, seed=0)
    assert solution.places.tolist() == start.tolist()
    assert (solution.bound, solution.finished) == (0, False)
