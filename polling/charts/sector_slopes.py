"""Support for each option by sector and in the whole room, as lines across the sectors.

A suppressed value, which would disclose ballots, leaves a gap in the line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from markupsafe import Markup

from polling.charts.svg import (
    FAINT,
    FONT_SIZE,
    LINE,
    WIDTH,
    element,
    line,
    paragraph,
    picture,
    words,
)
from polling.charts.table import Table
from polling.charts.text_wrapping import wrapped

NAME_WIDTH = 230
PLOT_X, PLOT_RIGHT = NAME_WIDTH + 64, WIDTH - 62
PLOT_TOP = 88
HEAD_LINES, HEAD_LINE, HEAD_SIZE = 2, 16, 13
FEW_COLUMNS = 4  # with more columns, the headings take two rows
RADIUS = 9

Marks = dict[tuple[int, int], tuple[float, float]]  # (option, column): the position of its mark


@dataclass(frozen=True)
class Slope:
    """One option: its support in each column from 0 to 1, None if suppressed.

    `cells` are the same as text, for the table.
    """

    label: str
    made_cut: bool
    shares: list[float | None]
    cells: list[str]


@dataclass(frozen=True)
class SectorSlopes:
    """Support by sector; the first column is the whole room. `corner` heads the options."""

    key: str
    title: str
    description: str
    corner: str
    sectors: list[str]
    slopes: list[Slope]
    says_all: ClassVar[bool] = False

    def svg(self) -> Markup:
        """Return the picture; labels are at the left, where their lines begin."""
        names = [
            wrapped(f"{at}. {slope.label}", NAME_WIDTH / FONT_SIZE, 2)
            for at, slope in enumerate(self.slopes, start=1)
        ]
        height = max(280.0, sum(len(lines) * LINE + 8 for lines in names))
        places = _spread(
            [_y(slope.shares[0] or 0, height) for slope in self.slopes],
            [len(lines) * LINE + 8 for lines in names],
        )
        marks = self._marks(height)
        parts = [self._slope(at, names[at], places[at], marks) for at in range(len(self.slopes))]
        bottom = max([PLOT_TOP + height, *(place + LINE for place in places)]) + 14
        return picture(
            self.key, self.title, self.description, self._axes(height), *parts, height=bottom
        )

    def _x(self, column: int) -> float:
        return PLOT_X + (PLOT_RIGHT - PLOT_X) * column / max(1, len(self.sectors) - 1)

    def _axes(self, height: float) -> Markup:
        levels = 2 if len(self.sectors) > FEW_COLUMNS else 1
        width = levels * (PLOT_RIGHT - PLOT_X) / max(1, len(self.sectors) - 1) / HEAD_SIZE
        marks = []
        for at, sector in enumerate(self.sectors):
            x, bottom = self._x(at), PLOT_TOP - 14 - (at % levels) * HEAD_LINES * HEAD_LINE
            marks.append(line((x, bottom + 10), (x, PLOT_TOP + height), stroke_opacity=FAINT))
            marks += _head(wrapped(sector, width, HEAD_LINES), x, bottom, bold=at == 0)
        for percent in (0, 50, 100):
            y = _y(percent / 100, height)
            marks.append(line((PLOT_X, y), (PLOT_RIGHT, y), stroke_opacity=FAINT))
            marks.append(words(f"{percent}%", PLOT_RIGHT + RADIUS + 7, y))
        return element("g", *marks, font_size=HEAD_SIZE)

    def _slope(self, at: int, name: Sequence[str], place: float, marks: Marks) -> Markup:
        slope = self.slopes[at]
        points = [marks.get((at, column)) for column in range(len(self.sectors))]
        weight = {"stroke_width": 3.0 if slope.made_cut else 1.5}
        dashes = {} if slope.made_cut else {"stroke_dasharray": "6 4"}
        strokes = [line(a, b, **weight, **dashes) for a, b in pairwise(points) if a and b]
        start = points[0] or (PLOT_X, place)
        return element(
            "g",
            paragraph(name, 0, place, bold=slope.made_cut),
            line((NAME_WIDTH + 12, place), start, stroke_opacity=FAINT),
            *strokes,
            *(_marker(at + 1, point, slope.made_cut) for point in points if point),
            class_="chart-line-in" if slope.made_cut else "chart-line-out",
        )

    def _marks(self, height: float) -> Marks:
        """Return the position of each option's mark in each column, without overlaps."""
        marks: Marks = {}
        for column in range(len(self.sectors)):
            taken: list[tuple[float, float]] = []
            for at, slope in enumerate(self.slopes):
                share = slope.shares[column]
                if share is not None:
                    taken.append(_free((self._x(column), _y(share, height)), taken))
                    marks[at, column] = taken[-1]
        return marks

    def table(self) -> Table:
        """Return the table."""
        rows: list[list[str | int | float]] = [[one.label, *one.cells] for one in self.slopes]
        return Table([self.corner, *self.sectors], rows)


def _y(share: float, height: float) -> float:
    return PLOT_TOP + height * (1 - share)


def _head(lines: Sequence[str], x: float, bottom: float, *, bold: bool) -> list[Markup]:
    top = bottom - (len(lines) - 1) * HEAD_LINE
    return [
        words(text, x, top + at * HEAD_LINE, anchor="middle", bold=bold)
        for at, text in enumerate(lines)
    ]


def _spread(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Return positions near the wanted ones, in the same order, without overlaps."""
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    places = list(wanted)
    for above, at in pairwise(order):
        least = places[above] + (heights[above] + heights[at]) / 2
        places[at] = max(places[at], least)
    if not order:
        return []
    # Shift all back by half of the last one's displacement, as far as there is space.
    pushed = places[order[-1]] - max(wanted)
    back = min(pushed / 2, places[order[0]] - PLOT_TOP)
    return [place - max(0, back) for place in places]


def _free(wanted: tuple[float, float], taken: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the nearest free position to the right."""
    x, y = wanted
    while any(abs(x - x2) < 2 * RADIUS and abs(y - y2) < 2 * RADIUS for x2, y2 in taken):
        x += 2 * RADIUS
    return x, y


def _marker(number: int, at: tuple[float, float], made_cut: bool) -> Markup:
    """The option's number: white on a disc inside the cut, otherwise in a ring."""
    x, y = at
    circle = element(
        "circle",
        cx=x,
        cy=y,
        r=RADIUS,
        fill="currentColor" if made_cut else "white",
        stroke="currentColor",
        class_="chart-in" if made_cut else "chart-ring",
    )
    fill = "white" if made_cut else "currentColor"
    text = element("text", str(number), x=x, y=y + 4, text_anchor="middle", font_size=12, fill=fill)
    return circle + text
