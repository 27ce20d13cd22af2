"""Take a few groups apart and put them together again in the best way; then more, then all.

A large-neighbourhood search: a dozen groups are solved to the optimum in a tenth of a second, so
many small problems, drawn where most wishes are unmet, reach what one large one would not in the
time. When the neighbourhood has grown to all groups, what is solved is the problem itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from polling.grouping.exact_model import Solution, solve
from polling.grouping.instance import Instance, Ints

FIRST_NEIGHBOURHOOD = 6
GROWTH = 1.6
"""A neighbourhood of this many groups, and by how much it grows when it no longer helps."""


@dataclass(frozen=True, slots=True)
class Aim:
    """When to stop: points known to be out of reach below, the gap allowed, the time left."""

    bound: int
    within: float
    seconds_left: Callable[[], float]
    seed: int

    def reached(self, points: int, penalty: int) -> bool:
        """Say whether the points are proven to be close enough to the best possible."""
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
    """Return the next size; past half of the groups, all of them take no longer to solve."""
    grown = int(size * GROWTH)
    return grown if 2 * grown <= groups else groups


def _solve_all(instance: Instance, places: Ints, aim: Aim) -> Solution:
    points = instance.points(places) % instance.penalty
    solution = solve(instance, places, aim.seconds_left(), aim.within * points, aim.seed)
    found = _better(instance, places, solution.places)
    return replace(solution, places=found, bound=max(aim.bound, solution.bound))


def _neighbourhood(instance: Instance, places: Ints, size: int, rng: np.random.Generator) -> Ints:
    """Draw groups, those with more unmet wishes more often."""
    strains = instance.strain(instance.counts(places), instance.low, instance.high)
    regrets = instance.costs[np.arange(len(places)), places] - instance.costs.min(axis=1)
    weights = 1.0 + strains + np.bincount(places, regrets, len(strains))
    return np.sort(rng.choice(len(strains), size, replace=False, p=weights / weights.sum()))


def _rearrange(instance: Instance, places: Ints, groups: Ints, aim: Aim) -> Ints:
    """Return the places with the units in these groups rearranged among them."""
    units = np.flatnonzero(np.isin(places, groups))
    part = _part(instance, units, groups)
    start = np.searchsorted(groups, places[units])
    found = _better(part, start, solve(part, start, aim.seconds_left(), 0, aim.seed).places)
    rearranged = places.copy()
    rearranged[units] = groups[found]
    return rearranged


def _part(instance: Instance, units: Ints, groups: Ints) -> Instance:
    """Return the part of an instance in which these units share these groups."""
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
