"""Who took part, as typed data."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cell:
    """How many said something of themselves; `words` are "" for all the others."""

    words: str
    count: int
    percent: int


@dataclass(frozen=True)
class Breakdown:
    """Everybody by one attribute: cells large enough to name nobody, and the rest.

    `cells` are those present, `registered` those on the registration list.
    """

    key: str
    label: str
    cells: list[Cell]
    registered: list[Cell] = field(default_factory=list)


@dataclass(frozen=True)
class Crossing:
    """Those present by two attributes: answers down and across, "" being the rest.

    `people` has a list of cells for each row, `totals` how many it has in all; None stays hidden.
    """

    rows: str
    columns: str
    down: list[str]
    across: list[str]
    people: list[list[int | None]]
    totals: list[int]
