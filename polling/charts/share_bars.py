"""Shares as bars on a scale from 0 to 100%, each with its margin of error.

A share of the complete electorate has no margin: both ends of its range are the share.

In a rating, the dark part of a bar is "priority now", and the pale part other support.
"""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from polling.charts.option_rows import NAME_WIDTH, NAME_X, Row, laid_out, name
from polling.charts.svg import PALE, WIDTH, cut_line, element, line, percent_axis, picture, words
from polling.charts.table import Cell, Table

AXIS_X = NAME_X + NAME_WIDTH + 12
AXIS_LENGTH = WIDTH - AXIS_X - 130
AXIS_TOP = 30
BAR_HEIGHT = 18
END = 5  # half the height of the stroke at the ends of a range


@dataclass(frozen=True)
class ShareBar:
    """One option: its share from 0 to 1, the `full` (dark) part of it if shown, and its range.

    `rank` is its place or its tier. `share_words` are for the picture. `cells` and `in_full` (the
    complete label) are for the table.
    """

    label: str
    rank: int
    share: float
    low: float
    high: float
    share_words: str
    cells: list[Cell]
    made_cut: bool
    full: float | None = None
    in_full: str = ""


@dataclass(frozen=True)
class ShareBars:
    """Options by share. `columns` are headings for the option, its place, and the bars' cells.

    `cut` is the label of the line below the options inside. `level` is a threshold to draw.
    """

    key: str
    title: str
    description: str
    columns: list[str]
    bars: list[ShareBar]
    cut: str
    level: float | None = None
    says_all: ClassVar[bool] = False

    def svg(self) -> Markup:
        """Return the picture."""
        rows = laid_out(self.bars, top=AXIS_TOP)
        height = rows[-1].bottom if rows else AXIS_TOP
        axis = percent_axis(AXIS_X, AXIS_LENGTH, AXIS_TOP, height)
        drawn = [self._bar(bar, row) for bar, row in zip(self.bars, rows, strict=True)]
        parts = [axis, *drawn, *self._level(height)]
        return picture(self.key, self.title, self.description, *parts, height=height)

    def _level(self, bottom: float) -> list[Markup]:
        if self.level is None:
            return []
        x = _at(self.level)
        return [line((x, AXIS_TOP - 6), (x, bottom), stroke_width=2, stroke_dasharray="2 3")]

    def _bar(self, bar: ShareBar, row: Row) -> Markup:
        parts = [name(bar, row), *_bars(bar, row), *_range(bar, row)]
        parts.append(words(bar.share_words, WIDTH, row.middle, anchor="end", bold=bar.made_cut))
        if row.is_last_in and self.cut:
            parts.append(cut_line(self.cut, row.bottom + 2))
        return element("g", *parts)

    def table(self) -> Table:
        """Return the table."""
        return Table(
            self.columns, [[bar.in_full or bar.label, bar.rank, *bar.cells] for bar in self.bars]
        )


def _at(share: float) -> float:
    return AXIS_X + share * AXIS_LENGTH


def _bars(bar: ShareBar, row: Row) -> list[Markup]:
    """Draw the share; pale if a dark part is shown separately, or if it did not make the cut."""
    pale = bar.full is not None or not bar.made_cut
    whole = _rectangle(bar, row, bar.share, PALE if pale else 1)
    return [whole] if bar.full is None else [whole, _rectangle(bar, row, bar.full, 1)]


def _rectangle(bar: ShareBar, row: Row, share: float, opacity: float) -> Markup:
    return element(
        "rect",
        class_="chart-in" if bar.made_cut else "chart-out",
        x=AXIS_X,
        y=row.middle - BAR_HEIGHT / 2,
        width=max(share * AXIS_LENGTH, 1),
        height=BAR_HEIGHT,
        fill_opacity=f"{opacity:g}",
        stroke="currentColor",
    )


def _range(bar: ShareBar, row: Row) -> list[Markup]:
    """Draw the range on a light background, so that it is visible on a dark bar, if any."""
    if bar.low == bar.high:
        return []
    low, high, y = _at(bar.low), _at(bar.high), row.middle
    strokes = [((low, y), (high, y))]
    strokes += [((x, y - END), (x, y + END)) for x in (low, high)]
    behind = (line(*one, stroke_width=6) for one in strokes)
    ground = element("g", *behind, class_="chart-ground", color="white")
    return [element("g", ground, *(line(*one, stroke_width=2) for one in strokes))]
