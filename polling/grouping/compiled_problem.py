"""A problem as numbers: the cost of each placement, and the bounds of each group."""

from collections import Counter
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from polling.grouping.inseparable_people import Unit
from polling.grouping.problem import Group, Problem, Weights, understands

Ints = NDArray[np.int64]

SIZE, VIRTUAL, IN_ROOM, EVEN = range(4)
"""The first columns of `traits`, followed by one column for each value of each attribute.

Everybody counts once for `SIZE`, which is a rule, and for `EVEN`, the wish for equal sizes.
"""

NO_LIMIT = 1_000_000


@dataclass(frozen=True, slots=True)
class Instance:
    """Units (rows) to be placed in groups (columns).

    costs: points for each unit in each group. traits: how many members of each unit have each
    trait. low, high: how many people with each trait each group should have. weights: points for
    each person below `low` or above `high`, by trait. slots: how many equivalent groups each column
    represents. apart: pairs of units, by index, that may not share a group. penalty: points for
    breaking a rule once.
    """

    costs: Ints
    traits: Ints
    low: Ints
    high: Ints
    weights: Ints
    slots: Ints
    apart: Ints
    penalty: int

    @property
    def shape(self) -> tuple[int, int]:
        """Return the numbers of units and of groups."""
        units, groups = self.costs.shape
        return units, groups

    def counts(self, places: Ints) -> Ints:
        """Return the counts (group, trait) of people if unit i is in group places[i]."""
        counts = np.zeros_like(self.low)
        np.add.at(counts, places, self.traits)
        return counts

    def strain(self, counts: Ints, low: Ints, high: Ints) -> Ints:
        """Return the cost in points of each row of counts outside its bounds."""
        outside = np.maximum(counts - high, 0) + np.maximum(low - counts, 0)
        voiceless = (counts[:, VIRTUAL] > 0) & (counts[:, IN_ROOM] == 0)
        points: Ints = outside @ self.weights + self.penalty * voiceless
        return points

    def points(self, places: Ints) -> int:
        """Return the total cost of an assignment, including broken rules."""
        placing = self.costs[np.arange(len(places)), places].sum()
        straining = self.strain(self.counts(places), self.low, self.high).sum()
        clashing = (places[self.apart[:, 0]] == places[self.apart[:, 1]]).sum()
        return int(placing + straining + self.penalty * clashing)


def compile_problem(
    problem: Problem, groups: tuple[Group, ...], units: tuple[Unit, ...]
) -> Instance:
    """Compile a problem with these groups to numbers."""
    values = _values(problem)
    traits = np.array([_traits(unit, values) for unit in units], dtype=np.int64)
    low, high = _bounds(groups, traits)
    penalty = problem.penalty
    spreads = [problem.weights.of_attribute(key) for key, _ in values]
    weights = [penalty, 0, 0, problem.weights.uneven, *spreads]
    costs = [_costs(unit, groups, problem.weights, penalty) for unit in units]
    return Instance(
        costs=np.array(costs, dtype=np.int64),
        traits=traits,
        low=low,
        high=high,
        weights=np.array(weights, dtype=np.int64),
        slots=np.ones(len(groups), dtype=np.int64),
        apart=_apart(problem, units),
        penalty=penalty,
    )


def _values(problem: Problem) -> list[tuple[str, str]]:
    """Return the (attribute, value) pairs to spread: those shared by several people."""
    seen = Counter(chain.from_iterable(person.attributes.items() for person in problem.people))
    return sorted(
        pair for pair, count in seen.items() if count > 1 and problem.weights.of_attribute(pair[0])
    )


def _traits(unit: Unit, values: list[tuple[str, str]]) -> list[int]:
    size, virtual = len(unit.people), sum(person.virtual for person in unit.people)
    spread = [
        sum(person.attributes.get(key) == value for person in unit.people) for key, value in values
    ]
    return [size, virtual, size - virtual, size, *spread]


def _bounds(groups: tuple[Group, ...], traits: Ints) -> tuple[Ints, Ints]:
    """Bound the size as requested, and other traits by their even share, rounded down and up."""
    largest = np.array([group.largest for group in groups], dtype=np.int64)
    shares = np.outer(largest, traits.sum(axis=0))
    low, high = shares // largest.sum(), -(-shares // largest.sum())
    low[:, SIZE], high[:, SIZE] = [group.smallest for group in groups], largest
    low[:, VIRTUAL : IN_ROOM + 1], high[:, VIRTUAL : IN_ROOM + 1] = 0, NO_LIMIT
    return low, high


def _costs(unit: Unit, groups: tuple[Group, ...], weights: Weights, penalty: int) -> list[int]:
    """Return the cost of the unit in each group, computed once for equivalent groups."""
    alike: dict[tuple[str | None, str | None], int] = {}
    for group in groups:
        if (group.theme, group.language) not in alike:
            lost = sum(not understands(person, group) for person in unit.people)
            wishes = sum(weights.of_theme(person, group.theme) for person in unit.people)
            alike[group.theme, group.language] = wishes + penalty * lost
    elsewhere = penalty * (unit.group is not None)
    return [
        alike[group.theme, group.language] + elsewhere * (group.id != unit.group)
        for group in groups
    ]


def _apart(problem: Problem, units: tuple[Unit, ...]) -> Ints:
    index = {person.id: row for row, unit in enumerate(units) for person in unit.people}
    pairs = [(index[one], index[two]) for one, two in problem.pairs_here(problem.apart)]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)
