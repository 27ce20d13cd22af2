"""Participation as typed data."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cell:
    """How many people gave an answer; `words` is "" for the rest."""

    words: str
    count: int
    percent: int


@dataclass(frozen=True)
class Breakdown:
    """People by one attribute: cells large enough to protect people, and the rest.

    `cells` are people present, `registered` people on the registration list.
    """

    key: str
    label: str
    cells: list[Cell]
    registered: list[Cell] = field(default_factory=list)


@dataclass(frozen=True)
class Crossing:
    """People present by two attributes: answers as rows and columns, "" for the rest.

    `people` has a list of cells for each row, and `totals` each row's total; None is suppressed.
    """

    rows: str
    columns: str
    down: list[str]
    across: list[str]
    people: list[list[int | None]]
    totals: list[int]
