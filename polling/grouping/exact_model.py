"""The exact model: an instance as a mixed-integer program.

Each unit is in exactly one group. All other rules and wishes are soft constraints with a price. So
there is always a solution, and the best solution only breaks rules that cannot be kept.
"""

from dataclasses import dataclass
from math import ceil, inf, isfinite

import numpy as np

from polling.grouping.compiled_problem import IN_ROOM, SIZE, VIRTUAL, Instance, Ints
from polling.grouping.mixed_integer_program import Programme

ROUNDING = 0.05
"""The tolerance of the solver's bound, in points. Costs are integers, so the rest is rounded up."""


@dataclass(frozen=True, slots=True)
class Solution:
    """The best places found, a proven lower bound in points, and whether the search finished."""

    places: Ints
    bound: int
    finished: bool


def solve(instance: Instance, start: Ints, seconds: float, gap: float, seed: int) -> Solution:
    """Solve an instance to within `gap` points, or until the time is up, starting from `start`."""
    programme = Programme()
    chosen = programme.add_columns(instance.costs, upper=1, whole=True)
    _place_each_once(programme, chosen)
    above = _keep_bounds(programme, instance, chosen)
    _give_voice(programme, instance, chosen, above[:, SIZE])
    _keep_apart(programme, instance, chosen)
    first = _as_columns(start, instance)
    optimum = programme.minimise(first, seconds, max(gap, 1 - 2 * ROUNDING), seed)
    found = first if optimum.columns is None else optimum.columns[: chosen.size]
    places = found.reshape(chosen.shape).argmax(axis=1)
    bound = ceil(optimum.bound - ROUNDING) if isfinite(optimum.bound) else 0
    return Solution(places, max(bound, 0), optimum.finished)


def _place_each_once(programme: Programme, chosen: Ints) -> None:
    ones = np.ones(len(chosen))
    programme.enter(programme.add_rows(ones, ones)[:, np.newaxis], chosen, 1)


def _keep_bounds(programme: Programme, instance: Instance, chosen: Ints) -> Ints:
    """Count each trait in each group; return the columns for people above the bounds."""
    weighed = np.flatnonzero(instance.weights)
    prices = np.broadcast_to(instance.weights[weighed], (chosen.shape[1], len(weighed)))
    above, below = programme.add_columns(prices), programme.add_columns(prices)
    rows = programme.add_rows(instance.low[:, weighed], instance.high[:, weighed])
    units, traits = np.nonzero(instance.traits[:, weighed])
    counted = instance.traits[units, weighed[traits]]
    programme.enter(rows[:, traits], chosen[units].T, counted)
    programme.enter(rows, above, -1)
    programme.enter(rows, below, 1)
    return above


def _give_voice(programme: Programme, instance: Instance, chosen: Ints, above: Ints) -> None:
    """Allow virtual members only in groups with someone in the room (or add the penalty).

    A group with people in the room may have virtual members up to its number of seats; a group with
    nobody in the room has none. People above the group's size are not counted.
    """
    if not instance.traits[:, VIRTUAL].any():
        return
    prices = np.full(chosen.shape[1], instance.penalty)
    silent = programme.add_columns(prices, upper=instance.slots, whole=True)
    rows = programme.add_rows(np.full(chosen.shape[1], -inf), 0)
    seats = instance.high[:, SIZE] // instance.slots
    need = instance.traits[:, VIRTUAL, np.newaxis] - np.outer(instance.traits[:, IN_ROOM], seats)
    programme.enter(rows, chosen, need)
    programme.enter(rows, silent, -seats)
    programme.enter(rows, above, -1)


def _keep_apart(programme: Programme, instance: Instance, chosen: Ints) -> None:
    """Let two units share a group only with the penalty; a pool has room to separate them."""
    if not len(instance.apart):
        return
    single = np.flatnonzero(instance.slots == 1)
    prices = np.full((len(instance.apart), 1), instance.penalty)
    together = programme.add_columns(prices)
    rows = programme.add_rows(np.full((len(instance.apart), len(single)), -inf), 1)
    for side in (0, 1):
        programme.enter(rows, chosen[instance.apart[:, side]][:, single], 1)
    programme.enter(rows, together, -1)


def _as_columns(places: Ints, instance: Instance) -> Ints:
    columns = np.zeros(instance.shape, dtype=np.int64)
    columns[np.arange(len(places)), places] = 1
    return columns.ravel()
