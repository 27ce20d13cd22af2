"""All head-to-head comparisons as a heat map: darker means more ballots prefer the row's option."""

from dataclasses import dataclass
from itertools import chain
from typing import ClassVar

from markupsafe import Markup

from polling.charts.svg import FAINT, FONT_SIZE, LINE, WIDTH, element, paragraph, picture, words
from polling.charts.table import Table
from polling.charts.text_wrapping import wrapped

NAME_X, NAME_WIDTH = 36, 250
MATRIX_X = NAME_X + NAME_WIDTH + 14
HEAD = 30
WIDEST_CELL = 64
DARKEST = 0.55  # text remains readable on it


@dataclass(frozen=True)
class HeatMap:
    """How many ballots prefer the row's option to the column's; None on the diagonal.

    `corner` is the heading of the first column.
    """

    key: str
    title: str
    description: str
    corner: str
    labels: list[str]
    rows: list[list[int | None]]
    says_all: ClassVar[bool] = True

    def svg(self) -> Markup:
        """Return the picture; its columns have the numbers of the rows."""
        tops = self._tops()
        parts = chain(
            (self._column(at) for at in range(len(self.labels))),
            (self._row(at, tops[at], tops[at + 1]) for at in range(len(self.labels))),
        )
        return picture(self.key, self.title, self.description, *parts, height=tops[-1])

    def _tops(self) -> list[float]:
        tops: list[float] = [HEAD]
        for label in self.labels:
            lines = wrapped(label, NAME_WIDTH / FONT_SIZE)
            tops.append(tops[-1] + max(2 * LINE + 2, len(lines) * LINE + 6))
        return tops

    @property
    def _cell_width(self) -> float:
        return min(WIDEST_CELL, (WIDTH - MATRIX_X) / max(1, len(self.labels)))

    def _column(self, at: int) -> Markup:
        x = MATRIX_X + (at + 0.5) * self._cell_width
        return words(str(at + 1), x, HEAD / 2, anchor="middle", bold=True)

    def _row(self, at: int, top: float, bottom: float) -> Markup:
        middle = (top + bottom) / 2
        cells = (self._cell(at, other, top, bottom) for other in range(len(self.labels)))
        return element(
            "g",
            words(str(at + 1), NAME_X - 12, middle, anchor="end", bold=True),
            paragraph(wrapped(self.labels[at], NAME_WIDTH / FONT_SIZE), NAME_X, middle),
            *cells,
        )

    def _cell(self, at: int, other: int, top: float, bottom: float) -> Markup:
        preferring = self.rows[at][other]
        if preferring is None:
            return Markup("")
        beaten = self.rows[other][at] or 0
        x = MATRIX_X + other * self._cell_width
        background = element(
            "rect",
            class_="chart-heat",
            x=x + 1,
            y=top + 1,
            width=self._cell_width - 2,
            height=bottom - top - 2,
            fill_opacity=f"{DARKEST * _share(preferring, beaten):.2f}",
            stroke="currentColor",
            stroke_opacity=f"{FAINT}",
        )
        middle = x + self._cell_width / 2, (top + bottom) / 2
        return background + words(
            str(preferring), *middle, anchor="middle", bold=preferring > beaten
        )

    def table(self) -> Table:
        """Return the table; its columns have the numbers of the rows."""
        rows: list[list[str | int | float]] = [
            [f"{at} {label}", *("–" if cell is None else cell for cell in row)]
            for at, (label, row) in enumerate(zip(self.labels, self.rows, strict=True), start=1)
        ]
        return Table([self.corner, *(str(at) for at in range(1, len(rows) + 1))], rows)


def _share(preferring: int, beaten: int) -> float:
    return preferring / (preferring + beaten) if preferring else 0
