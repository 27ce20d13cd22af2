"""Repair the groups after people have left or arrived, with as few moves as possible."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np

from polling.grouping.compiled_problem import EVEN, SIZE, Instance, Ints
from polling.grouping.local_search import improve, place_all
from polling.grouping.neighbourhood_search import Aim, refine
from polling.grouping.preparation import Prepared, nobody_placed, prepare
from polling.grouping.problem import Person, Problem
from polling.grouping.result import Assignment, BrokenRule

WORTH_A_BREAK = 20
"""The number of moves that is acceptable to repair one broken rule."""


@dataclass(frozen=True, slots=True)
class Repair:
    """The repaired groups: the assignment, who had to move, and who was newly placed.

    `finished` is true if fewer moves are proven to be impossible.
    """

    assignment: Assignment
    moved: tuple[str, ...] = ()
    placed: tuple[str, ...] = ()
    broken: tuple[BrokenRule, ...] = ()
    closed: tuple[str, ...] = ()
    finished: bool = True


def repair(
    problem: Problem,
    current: Assignment,
    *,
    gone: Collection[str] = (),
    arrived: Collection[Person] = (),
    seconds: float = 5,
) -> Repair:
    """Restore the rules for the people present, with as few moves as possible.

    `problem` and `current` are the state before the change. Wishes only count between solutions
    with the same number of moves. If too few people are left, the group with the fewest members
    closes. A person who was moved by hand against a rule stays only if pinned.
    """
    known = {person.id for person in arrived}
    stayed = tuple(p for p in problem.people if p.id not in gone and p.id not in known)
    now = replace(problem, people=(*stayed, *arrived))
    if not now.groups or not now.people:
        nobody = nobody_placed(now)
        return Repair({}, broken=nobody.broken, closed=nobody.closed)
    return _mend(now, current, monotonic() + seconds)


def _mend(now: Problem, current: Assignment, end: float) -> Repair:
    here = Counter(current[person.id] for person in now.people if person.id in current)
    prepared = prepare(now, here)
    dear = _make_moves_dear(prepared, current)
    rng = np.random.default_rng(now.seed)
    start = improve(dear, place_all(dear, rng), rng)
    aim = Aim(bound=0, within=0, seconds_left=lambda: end - monotonic(), seed=now.seed)
    solution = refine(dear, start, aim)
    repaired = prepared.grouping(solution)
    places = repaired.assignment.items()
    return Repair(
        assignment=repaired.assignment,
        moved=tuple(who for who, group in places if current.get(who, group) != group),
        placed=tuple(who for who, _ in places if who not in current),
        broken=repaired.broken,
        closed=repaired.closed,
        finished=solution.finished,
    )


def _make_moves_dear(prepared: Prepared, current: Assignment) -> Instance:
    """Return the instance with a cost of moving: more than wishes, less than a broken rule."""
    instance = prepared.instance
    breaks, wishes = np.divmod(instance.costs, instance.penalty)
    move = WORTH_A_BREAK * (1 + _dearest_step(instance, wishes))
    penalty = WORTH_A_BREAK * move
    weights = instance.weights.copy()
    weights[SIZE] = penalty
    costs: Ints = breaks * penalty + wishes + move * prepared.absences(current)
    return replace(instance, costs=costs, weights=weights, penalty=penalty)


def _dearest_step(instance: Instance, wishes: Ints) -> int:
    """Return the largest change in wishes by moving one unit: its theme, and two spreads."""
    spreads = instance.traits[:, EVEN:] @ instance.weights[EVEN:]
    return int(np.ptp(wishes, axis=1).max() + 2 * spreads.max())
