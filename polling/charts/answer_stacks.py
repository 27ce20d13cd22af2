"""Rated or ranked options: each is a bar stacked from its marks or places, darker is better."""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from polling.charts.answer_rows import BAR_HEIGHT, BAR_X, LONGEST, WIDTH, Placed, placed, write
from polling.charts.svg import FONT_SIZE, LINE, element, picture, words
from polling.charts.table import Cell, Table
from polling.charts.text_wrapping import width_of, wrapped

LEGEND_LINE = 26
LONGEST_STEP = 20  # in font sizes
SQUARE = 14
PALEST = 0.12


@dataclass(frozen=True)
class Stack:
    """One option: how often it got each step, and the text next to it, such as its average."""

    label: str
    counts: list[int]
    said: str
    figure: str


@dataclass(frozen=True)
class AnswerStacks:
    """All options of a question. `steps` are the labels of the marks, worst first.

    `columns` are the headings for the option, each step, the number of people, and the figure.
    """

    key: str
    title: str
    description: str
    columns: list[str]
    steps: list[str]
    stacks: list[Stack]
    says_all: ClassVar[bool] = False

    def svg(self) -> Markup:
        """Return the picture. The longest bar is the option rated by the most people."""
        places = _places([width_of(step) * FONT_SIZE for step in self._steps])
        top = max((y for _x, y in places), default=0) + LEGEND_LINE + LINE
        rows = placed([stack.label for stack in self.stacks], top)
        most = max((sum(stack.counts) for stack in self.stacks), default=0) or 1
        parts = [
            self._stack(stack, row, LONGEST / most)
            for stack, row in zip(self.stacks, rows, strict=True)
        ]
        legend = [self._entry(at, *place) for at, place in enumerate(places)]
        height = rows[-1].bottom if rows else top
        drawn = [*legend, self._head(top), *parts]
        return picture(self.key, self.title, self.description, *drawn, height=height, width=WIDTH)

    def table(self) -> Table:
        """Return the table."""
        return Table(self.columns, [_row(stack) for stack in self.stacks])

    def _stack(self, stack: Stack, row: Placed, unit: float) -> Markup:
        x, segments = float(BAR_X), []
        for at, count in enumerate(stack.counts):
            segments.append(self._segment(at, x, row.middle - BAR_HEIGHT / 2, count * unit))
            x += count * unit
        said = words(stack.said, BAR_X + LONGEST + 12, row.middle)
        return element("g", write(row), *segments, said)

    def _segment(self, at: int, x: float, y: float, width: float) -> Markup:
        return element(
            "rect",
            class_="chart-in",
            x=x,
            y=y,
            width=max(width, 0),
            height=BAR_HEIGHT,
            fill_opacity=f"{self._shade(at):.2f}",
            stroke="currentColor",
            stroke_width=0.5,
        )

    def _shade(self, at: int) -> float:
        return PALEST + (1 - PALEST) * at / max(1, len(self.steps) - 1)

    def _head(self, bottom: float) -> Markup:
        """The heading of the text next to each bar."""
        said = " · ".join(reversed(self.columns[-2:]))
        return element("g", words(said, WIDTH, bottom - LINE / 2, anchor="end"), font_size=13)

    def _entry(self, at: int, x: float, y: float) -> Markup:
        square = element(
            "rect",
            class_="chart-in",
            x=x,
            y=y,
            width=SQUARE,
            height=SQUARE,
            fill_opacity=f"{self._shade(at):.2f}",
            stroke="currentColor",
            stroke_width=0.5,
        )
        return square + words(self._steps[at], x + SQUARE + 5, y + SQUARE / 2)

    @property
    def _steps(self) -> list[str]:
        return [wrapped(step, LONGEST_STEP, 1)[0] for step in self.steps]


def _places(widths: list[float]) -> list[tuple[float, float]]:
    """Return the positions of the legend's entries, on as many lines as necessary."""
    places, x, y = [], 0.0, 2.0
    for width in widths:
        if x and x + SQUARE + 5 + width > WIDTH:
            x, y = 0.0, y + LEGEND_LINE
        places.append((x, y))
        x += SQUARE + 24 + width
    return places


def _row(stack: Stack) -> list[Cell]:
    return [stack.label, *stack.counts, sum(stack.counts), stack.figure]
