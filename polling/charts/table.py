"""The table behind a chart: the same figures, for people who cannot see it or need exact values."""

from dataclasses import dataclass

Cell = str | int | float


@dataclass(frozen=True)
class Table:
    """Rows under column headings. The first column identifies the row."""

    columns: list[str]
    rows: list[list[Cell]]
