"""The heuristic: place everybody greedily, then move and swap while it helps."""

import numpy as np

from polling.grouping.compiled_problem import Instance, Ints

PARTNERS = 400
"""How many units are tried as partners of a swap; a larger set is sampled, to limit the time."""

PASSES = 30
"""The largest number of passes over everybody; it rarely takes ten."""

NOWHERE = -1


class Room:
    """A partial assignment, with incrementally updated costs."""

    def __init__(self, instance: Instance) -> None:
        """Start with nobody placed."""
        self.instance = instance
        self.places: Ints = np.full(len(instance.costs), NOWHERE, dtype=np.int64)
        self.costs = instance.costs.copy()
        self.counts = np.zeros_like(instance.low)
        self.strains = instance.strain(self.counts, instance.low, instance.high)
        self._rivals: list[list[int]] = [[] for _ in instance.costs]
        for one, two in instance.apart.tolist():
            self._rivals[one].append(two)
            self._rivals[two].append(one)

    def enter(self, unit: int, group: int) -> None:
        """Put an unplaced unit into a group."""
        self.places[unit] = group
        self._count(unit, group, 1)

    def leave(self, unit: int) -> int:
        """Remove a unit from its group; return the group."""
        group = int(self.places[unit])
        self.places[unit] = NOWHERE
        self._count(unit, group, -1)
        return group

    def _count(self, unit: int, group: int, sign: int) -> None:
        self.counts[group] += sign * self.instance.traits[unit]
        self.strains[group] = self._strain(group, self.counts[group])[0]
        self.costs[self._rivals[unit], group] += sign * self.instance.penalty

    def _strain(self, groups: Ints | int, counts: Ints) -> Ints:
        low, high = self.instance.low[groups], self.instance.high[groups]
        return self.instance.strain(np.atleast_2d(counts), low, high)

    def entering(self, unit: int) -> Ints:
        """Return the increase of each group's cost with this unit in it."""
        counts = self.counts + self.instance.traits[unit]
        strains = self.instance.strain(counts, self.instance.low, self.instance.high)
        change: Ints = strains - self.strains + self.costs[unit]
        return change

    def moving(self, unit: int) -> Ints:
        """Return the change in points if the unit moves to each group."""
        here = int(self.places[unit])
        left = self._strain(here, self.counts[here] - self.instance.traits[unit])
        change: Ints = self.entering(unit) + left - self.strains[here] - self.costs[unit, here]
        change[here] = 0
        return change

    def swapping(self, unit: int, others: Ints) -> Ints:
        """Return the change in points if the unit swaps places with each of the others."""
        here, there = int(self.places[unit]), self.places[others]
        gain = self.instance.traits[others] - self.instance.traits[unit]
        ours = self._strain(here, self.counts[here] + gain) - self.strains[here]
        theirs = self._strain(there, self.counts[there] - gain) - self.strains[there]
        going = self.costs[unit, there] - self.costs[unit, here]
        coming = self.costs[others, here] - self.costs[others, there]
        change: Ints = ours + theirs + going + coming
        change[there == here] = 0
        return change

    def could_be_better(self, unit: int) -> bool:
        """Return whether the unit or its group has unfulfilled wishes."""
        here = self.places[unit]
        return bool(self.strains[here] or self.costs[unit, here] > self.costs[unit].min())


def place_all(instance: Instance, rng: np.random.Generator) -> Ints:
    """Place everybody greedily: those hardest to place first, each in the cheapest group."""
    room = Room(instance)
    order = rng.permutation(len(instance.costs))
    choice = np.ptp(instance.costs, axis=1) + instance.traits[:, 0]
    for unit in order[np.argsort(-choice[order], kind="stable")].tolist():
        room.enter(unit, int(np.argmin(room.entering(unit))))
    return room.places


def improve(instance: Instance, places: Ints, rng: np.random.Generator) -> Ints:
    """Move and swap one unit at a time until nothing helps; the result is never worse."""
    room = Room(instance)
    for unit, group in enumerate(places.tolist()):
        room.enter(unit, group)
    for _ in range(PASSES):
        if not sum(_step(room, unit, rng) for unit in rng.permutation(len(places)).tolist()):
            break
    return room.places


def _step(room: Room, unit: int, rng: np.random.Generator) -> bool:
    """Make the best move or swap of a unit, if it saves anything; return whether it did."""
    if not room.could_be_better(unit):
        return False
    moving, others = room.moving(unit), _partners(len(room.places), rng)
    swapping = room.swapping(unit, others)
    if min(moving.min(), swapping.min()) >= 0:
        return False
    if moving.min() <= swapping.min():
        room.leave(unit)
        room.enter(unit, int(moving.argmin()))
    else:
        _swap(room, unit, int(others[swapping.argmin()]))
    return True


def _partners(units: int, rng: np.random.Generator) -> Ints:
    return np.arange(units) if units <= PARTNERS else rng.integers(units, size=PARTNERS)


def _swap(room: Room, one: int, two: int) -> None:
    here, there = room.leave(one), room.leave(two)
    room.enter(one, there)
    room.enter(two, here)
