"""The heuristic: predicted costs of a step are correct, and no step makes it worse."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polling.grouping import Problem
from polling.grouping.local_search import Room, improve, place_all
from polling.grouping.preparation import prepare
from tests.grouping.hypothesis_problems import problems
from tests.grouping.random_rooms import room


def drawn_room(problem: Problem, data: st.DataObject) -> Room:
    instance = prepare(problem).instance
    filled = Room(instance)
    for unit in range(instance.shape[0]):
        filled.enter(unit, data.draw(st.integers(0, instance.shape[1] - 1)))
    return filled


@settings(deadline=None, derandomize=True)
@given(problems(fewest_people=1, fewest_groups=1), st.data())
def test_a_move_adds_the_points_that_it_said(problem: Problem, data: st.DataObject) -> None:
    filled = drawn_room(problem, data)
    unit = data.draw(st.integers(0, len(filled.places) - 1))
    group = data.draw(st.integers(0, len(filled.counts) - 1))
    before, expected = filled.instance.points(filled.places), filled.moving(unit)[group]
    filled.leave(unit)
    filled.enter(unit, group)
    assert filled.instance.points(filled.places) - before == expected


@settings(deadline=None, derandomize=True)
@given(problems(fewest_people=2, fewest_groups=1), st.data())
def test_a_swap_adds_no_more_points_than_it_said(problem: Problem, data: st.DataObject) -> None:
    filled = drawn_room(problem, data)
    one, two = (data.draw(st.integers(0, len(filled.places) - 1)) for _ in range(2))
    before, expected = filled.instance.points(filled.places), filled.swapping(one, np.array([two]))
    swapped = filled.places.copy()
    swapped[[one, two]] = swapped[[two, one]]
    change = filled.instance.points(swapped) - before
    rivals = [one, two] in filled.instance.apart.tolist() or [
        two,
        one,
    ] in filled.instance.apart.tolist()
    assert change <= expected[0] if rivals else change == expected[0]


@pytest.mark.parametrize("seed", range(3))
def test_improving_is_never_worse_and_keeps_the_rules(seed: int) -> None:
    instance = prepare(room(78, 11, seed)).instance
    rng = np.random.default_rng(seed)
    placed = place_all(instance, rng)
    improved = improve(instance, placed, rng)
    assert instance.points(improved) <= instance.points(placed)
    assert instance.points(improved) < instance.penalty


def test_a_crowd_larger_than_the_sample_of_partners_is_placed_by_the_rules() -> None:
    instance = prepare(room(600, 84, seed=1)).instance
    rng = np.random.default_rng(1)
    assert instance.points(improve(instance, place_all(instance, rng), rng)) < instance.penalty
