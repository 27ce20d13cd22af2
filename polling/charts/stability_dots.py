"""The stability of a cut: a dot for each option, at its probability of making the cut."""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from polling.charts.option_rows import NAME_WIDTH, NAME_X, Row, laid_out, name
from polling.charts.svg import WIDTH, cut_line, element, line, percent_axis, picture, words
from polling.charts.table import Table

AXIS_X = NAME_X + NAME_WIDTH + 24
AXIS_LENGTH = WIDTH - AXIS_X - 74
AXIS_TOP = 30
RADIUS = 8


@dataclass(frozen=True)
class Dot:
    """One option and its probability of making the cut, from 0 to 1."""

    label: str
    rank: int
    probability: float
    made_cut: bool

    @property
    def percent(self) -> str:
        """The probability in whole percent; 100 % only if certain, 0 % only if impossible."""
        if 0 < self.probability < 0.01:
            return "<1%"
        if 0.99 < self.probability < 1:
            return ">99%"
        return f"{100 * self.probability:.0f}%"


@dataclass(frozen=True)
class StabilityDots:
    """The probabilities of a contest. `columns` are headings for the option and its probability."""

    key: str
    title: str
    description: str
    columns: list[str]
    dots: list[Dot]
    cut: str
    says_all: ClassVar[bool] = True

    def svg(self) -> Markup:
        """Return the picture."""
        rows = laid_out(self.dots, top=AXIS_TOP)
        height = rows[-1].bottom if rows else AXIS_TOP
        parts = [self._dot(dot, row) for dot, row in zip(self.dots, rows, strict=True)]
        return picture(
            self.key,
            self.title,
            self.description,
            percent_axis(AXIS_X, AXIS_LENGTH, AXIS_TOP, height),
            *parts,
            height=height,
        )

    def _dot(self, dot: Dot, row: Row) -> Markup:
        at = AXIS_X + dot.probability * AXIS_LENGTH
        parts = [
            name(dot, row),
            line((AXIS_X, row.middle), (at, row.middle), stroke_width=2, stroke_opacity=0.5),
            _circle(dot, at, row.middle),
            words(dot.percent, WIDTH, row.middle, anchor="end", bold=dot.made_cut),
        ]
        if row.is_last_in:
            parts.append(cut_line(self.cut, row.bottom + 2))
        return element("g", *parts)

    def table(self) -> Table:
        """Return the table."""
        return Table(self.columns, [[dot.label, dot.percent] for dot in self.dots])


def _circle(dot: Dot, x: float, y: float) -> Markup:
    """A disc for options inside the cut, a ring for the others."""
    return element(
        "circle",
        class_="chart-in" if dot.made_cut else "chart-ring",
        cx=x,
        cy=y,
        r=RADIUS,
        fill="currentColor" if dot.made_cut else "white",
        stroke="currentColor",
        stroke_width=2,
    )
