"""Refine an assignment: solve a few groups to the optimum, then more, then all of them.

This is a large-neighbourhood search. A dozen groups are solved to the optimum in a tenth of a
second, so many small problems improve more in the same time than one large problem. They are
sampled where most wishes are unfulfilled. Once the neighbourhood includes all groups, the complete
problem is solved.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from polling.grouping.compiled_problem import Instance, Ints
from polling.grouping.exact_model import Solution, solve

FIRST_NEIGHBOURHOOD = 6
GROWTH = 1.6
"""The initial size of a neighbourhood in groups, and its growth factor when it no longer helps."""


@dataclass(frozen=True, slots=True)
class Aim:
    """When to stop: the lower bound in points, the allowed gap, and the time left."""

    bound: int
    within: float
    seconds_left: Callable[[], float]
    seed: int

    def reached(self, points: int, penalty: int) -> bool:
        """Return whether the points are proven to be close enough to the optimum."""
        return points - self.bound <= self.within * (points % penalty)


def refine(instance: Instance, places: Ints, aim: Aim) -> Solution:
    """Improve an assignment until the aim is reached, the optimum is proven or the time is up."""
    rng = np.random.default_rng(aim.seed)
    groups = instance.shape[1]
    size, fruitless = min(FIRST_NEIGHBOURHOOD, groups), 0
    while not aim.reached(instance.points(places), instance.penalty):
        if aim.seconds_left() <= 0:
            return Solution(places, aim.bound, finished=False)
        if size == groups:
            return _solve_all(instance, places, aim)
        better = _rearrange(instance, places, _neighbourhood(instance, places, size, rng), aim)
        fruitless = 0 if instance.points(better) < instance.points(places) else fruitless + 1
        if fruitless > groups / size:
            size, fruitless = _grown(size, groups), 0
        places = better
    return Solution(places, aim.bound, finished=True)


def _grown(size: int, groups: int) -> int:
    """Return the next size; above half of the groups, solving all takes no longer."""
    grown = int(size * GROWTH)
    return grown if 2 * grown <= groups else groups


def _solve_all(instance: Instance, places: Ints, aim: Aim) -> Solution:
    points = instance.points(places) % instance.penalty
    solution = solve(instance, places, aim.seconds_left(), aim.within * points, aim.seed)
    found = _better(instance, places, solution.places)
    return replace(solution, places=found, bound=max(aim.bound, solution.bound))


def _neighbourhood(instance: Instance, places: Ints, size: int, rng: np.random.Generator) -> Ints:
    """Sample groups; those with more unfulfilled wishes are more likely."""
    strains = instance.strain(instance.counts(places), instance.low, instance.high)
    regrets = instance.costs[np.arange(len(places)), places] - instance.costs.min(axis=1)
    weights = 1.0 + strains + np.bincount(places, regrets, len(strains))
    return np.sort(rng.choice(len(strains), size, replace=False, p=weights / weights.sum()))


def _rearrange(instance: Instance, places: Ints, groups: Ints, aim: Aim) -> Ints:
    """Return the places after rearranging the units of these groups."""
    units = np.flatnonzero(np.isin(places, groups))
    part = _part(instance, units, groups)
    start = np.searchsorted(groups, places[units])
    found = _better(part, start, solve(part, start, aim.seconds_left(), 0, aim.seed).places)
    rearranged = places.copy()
    rearranged[units] = groups[found]
    return rearranged


def _part(instance: Instance, units: Ints, groups: Ints) -> Instance:
    """Return the sub-instance with these units and groups."""
    numbers = np.full(len(instance.costs), -1)
    numbers[units] = np.arange(len(units))
    pairs = numbers[instance.apart]
    return replace(
        instance,
        costs=instance.costs[np.ix_(units, groups)],
        traits=instance.traits[units],
        low=instance.low[groups],
        high=instance.high[groups],
        slots=instance.slots[groups],
        apart=pairs[(pairs >= 0).all(axis=1)],
    )


def _better(instance: Instance, places: Ints, other: Ints) -> Ints:
    return other if instance.points(other) < instance.points(places) else places
