"""Options that people put in order or gave marks: how often each got which place or mark."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Grid = dict[str, dict[str, int]]  # by the option's name and the place or mark


@dataclass(frozen=True)
class GridRow:
    """One option: how often each step, of the first to the last, was given to it."""

    words: str
    name: str
    counts: list[int]

    @property
    def people(self) -> int:
        """How many gave it any."""
        return sum(self.counts)

    @property
    def mean(self) -> float | None:
        """The average mark, or place."""
        if not self.people:
            return None
        return sum(step * count for step, count in enumerate(self.counts, start=1)) / self.people

    @property
    def points(self) -> int:
        """Of a ranking: the first of n places counts n, the last 1."""
        return sum(count * (len(self.counts) - at) for at, count in enumerate(self.counts))


def counted(given: Iterable[Any], names: Mapping[str, str]) -> Grid:
    """Count answers: lists of values in order, or marks by value; `names` has those there are."""
    cells = Counter(
        (names[value], step) for answer in given for value, step in _steps(answer) if value in names
    )
    grid: Grid = {}
    for (name, step), count in sorted(cells.items()):
        grid.setdefault(name, {})[step] = count
    return grid


def _steps(answer: Any) -> Iterable[tuple[str, str]]:
    if isinstance(answer, dict):
        return answer.items()
    return ((value, str(place)) for place, value in enumerate(answer, start=1))


def large_enough(grid: Grid, smallest: int) -> Grid:
    """The options that enough people gave a mark to name nobody."""
    return {name: steps for name, steps in grid.items() if sum(steps.values()) >= smallest}
