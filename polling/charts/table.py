"""The table behind a chart: the same figures, for those who cannot see it, or want to be exact."""

from dataclasses import dataclass

Cell = str | int | float


@dataclass(frozen=True)
class Table:
    """Rows under column titles. The first column says what its row is about."""

    columns: list[str]
    rows: list[list[Cell]]
