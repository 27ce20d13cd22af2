"""How many groups each theme should have. Pure: numbers in, numbers out."""

from collections import Counter
from collections.abc import Sequence

Wishes = Sequence[Sequence[int]]


def propose(people: int, themes: Sequence[int], wishes: Wishes, sizes: range) -> dict[int, int]:
    """Groups by theme id, for `people` in groups of a size in `sizes`.

    Every theme gets a group while there are enough people; the rest go where most people want
    to be. `wishes` are each person's themes, best first; a first choice weighs 3, the next 2, 1.
    """
    if not themes or not people:
        return dict.fromkeys(themes, 0)
    demand = _demand(themes, wishes)
    given = dict.fromkeys(themes, 0)
    for _place in range(_how_many(people, sizes)):
        # D'Hondt: a theme's demand is shared among the groups that it would have.
        most = max(themes, key=lambda theme: (not given[theme], demand[theme] / (given[theme] + 1)))
        given[most] += 1
    return given


def _how_many(people: int, sizes: range) -> int:
    """The number of groups that misses the sizes least; then, nearest to their middle."""
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
    return {theme: points[theme] + 1 for theme in themes}  # unwanted is less than wanted, not none
