"""Propose how many groups each theme should have. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

Wishes = Sequence[Sequence[int]]
NONE: Mapping[int, int] = MappingProxyType({})


def propose(
    people: int,
    themes: Sequence[int],
    wishes: Wishes,
    sizes: range,
    planned: Mapping[int, int] = NONE,
) -> dict[int, int]:
    """Return the number of groups by theme id, for `people` in groups with these `sizes`.

    Every theme gets one group if there are enough people; the other groups go to the themes with
    the highest demand. `wishes` are each person's themes, best first; they weigh 3, 2 and 1.
    Each theme gets at least its `planned` groups, unless these are too many for the people. But a
    room for only one group keeps them, because one group could not vote on another's work.
    """
    given = {theme: planned.get(theme, 0) for theme in themes}
    if not themes or not people:
        return given
    wanted = _how_many(people, sizes)
    if wanted > 1 and sum(given.values()) > max(wanted, people // sizes[0]):
        given = dict.fromkeys(themes, 0)
    demand = _demand(themes, wishes)
    for _place in range(sum(given.values()), wanted):
        # D'Hondt method: divide a theme's demand by the number of groups it would have.
        most = max(themes, key=lambda theme: (not given[theme], demand[theme] / (given[theme] + 1)))
        given[most] += 1
    return given


def _how_many(people: int, sizes: range) -> int:
    """Return the number of groups that fits the sizes best, preferring average sizes."""
    smallest, largest = sizes[0], sizes[-1]

    def misfit(groups: int) -> tuple[int, float]:
        missed = max(0, groups * smallest - people, people - groups * largest)
        return missed, abs(people / groups - (smallest + largest) / 2)

    return min(range(1, people + 1), key=misfit)


def _demand(themes: Sequence[int], wishes: Wishes) -> dict[int, int]:
    points: Counter[int] = Counter()
    for wanted in wishes:
        for weight, theme in zip((3, 2, 1), wanted, strict=False):
            points[theme] += weight
    return {theme: points[theme] + 1 for theme in themes}  # unwanted themes stay possible
