"""Refinement improves until a bound, the optimum, or the time limit."""

import numpy as np

from polling.grouping.local_search import place_all
from polling.grouping.neighbourhood_search import Aim, refine
from polling.grouping.preparation import prepare
from tests.grouping.random_rooms import room

PREPARED = prepare(room(90, 13, seed=8))
START = place_all(PREPARED.instance, np.random.default_rng(8))


def aim(bound: int, within: float, *, seconds: float) -> Aim:
    return Aim(bound, within, seconds_left=lambda: seconds, seed=8)


def test_from_any_start_it_comes_to_the_proven_optimum() -> None:
    refined = refine(PREPARED.instance, START, aim(0, 0, seconds=60))
    assert PREPARED.instance.points(refined.places) == refined.bound
    assert refined.finished


def test_without_time_the_start_comes_back() -> None:
    refined = refine(PREPARED.instance, START, aim(0, 0, seconds=0))
    assert refined.places.tolist() == START.tolist()
    assert not refined.finished


def test_a_start_that_reaches_the_bound_is_left_alone() -> None:
    points = PREPARED.instance.points(START)
    refined = refine(PREPARED.instance, START, aim(points, 0, seconds=60))
    assert refined.places.tolist() == START.tolist()
    assert refined.finished
