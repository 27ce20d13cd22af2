"""Rows of a chart with labels at the left: their heights, and the lines of their labels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from polling.charts.svg import FONT_SIZE, LINE, paragraph
from polling.charts.text_wrapping import wrapped

WIDTH = 540  # of the whole chart, which stands next to others
LABEL_WIDTH = 220
BAR_X = LABEL_WIDTH + 14
VALUES_WIDTH = 100
LONGEST = WIDTH - BAR_X - VALUES_WIDTH
BAR_HEIGHT = 18
PADDING = 14


@dataclass(frozen=True)
class Placed:
    """The position of a row: `middle` and `bottom` in the picture, and its label in `lines`."""

    lines: list[str]
    middle: float
    bottom: float


def placed(labels: Sequence[str], top: float = 0) -> list[Placed]:
    """Return the rows, one below another."""
    return list(_placed(labels, top))


def _placed(labels: Sequence[str], top: float) -> Iterator[Placed]:
    for label in labels:
        lines = wrapped(label, LABEL_WIDTH / FONT_SIZE)
        height = len(lines) * LINE + PADDING
        yield Placed(lines, top + height / 2, top + height)
        top += height


def write(row: Placed) -> Markup:
    """Return the label of a row."""
    return paragraph(row.lines, 0, row.middle)
