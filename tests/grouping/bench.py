"""Print how long it takes to form groups for rooms of several sizes, and their quality.

Run it with `python -m tests.grouping.bench`; it takes about two minutes.
"""

from statistics import median
from time import perf_counter
from typing import NamedTuple

from polling.grouping import (
    Grouping,
    Person,
    Problem,
    form_groups,
    place_late,
    preview_move,
    repair,
    summarize,
)
from tests.grouping.random_rooms import room


class Size(NamedTuple):
    """A room size, the time limit in seconds, and the number of rooms to try."""

    people: int
    groups: int
    seconds: float
    rooms: int


class Run(NamedTuple):
    """One room, its groups, and the seconds they took."""

    problem: Problem
    grouping: Grouping
    seconds: float


SIZES = [Size(78, 11, 3, 20), Size(500, 70, 18, 3), Size(2000, 286, 18, 1)]


def main() -> None:
    """Form the groups for each size, then repair the first room after a change."""
    for size in SIZES:
        runs = [_run(size, seed) for seed in range(1, size.rooms + 1)]
        _print_grouping(size, runs)
        _print_changes(runs[0])


def _run(size: Size, seed: int) -> Run:
    problem = room(size.people, size.groups, seed)
    start = perf_counter()
    grouping = form_groups(problem, seconds=size.seconds)
    return Run(problem, grouping, perf_counter() - start)


def _print_grouping(size: Size, runs: list[Run]) -> None:
    times = [run.seconds for run in runs]
    gaps = [run.grouping.gap for run in runs]
    choices = summarize(runs[0].problem, runs[0].grouping.assignment)
    print(
        f"\n{size.people} people, {size.groups} groups, at most {size.seconds} s: {len(runs)} rooms"
    )
    print(f"  seconds         {median(times):.2f} (median), {max(times):.2f} (most)")
    print(f"  gap             {median(gaps):.1%} (median), {max(gaps):.1%} (most)")
    print(f"  within 1%       {sum(gap <= 0.01 for gap in gaps)} of {len(runs)} rooms, proven")
    print(f"  points, bound   {[(run.grouping.points, run.grouping.bound) for run in runs]}")
    print(f"  rules broken    {sum(len(run.grouping.broken) for run in runs)}")
    print(f"  choices 1, 2, 3 {choices.choices}, another theme {choices.unlisted} (first room)")


def _print_changes(run: Run) -> None:
    problem, current = run.problem, run.grouping.assignment
    gone = [person.id for person in problem.people[::12]]
    late = Person("late", ("cyber",), {"sector": "ngo"})
    start = perf_counter()
    mended = repair(problem, current, gone=gone, arrived=[late])
    repaired = perf_counter()
    place_late(problem, current, late)
    placed = perf_counter()
    preview_move(problem, current, problem.people[0].id, problem.groups[-1].id)
    previewed = perf_counter()
    print(f"  {len(gone)} gone, 1 late   {len(mended.moved)} moved, {repaired - start:.2f} s")
    print(f"  place one late  {placed - repaired:.3f} s")
    print(f"  preview a move  {previewed - placed:.4f} s")


if __name__ == "__main__":
    main()
