"""The common parts of charts with one row per option: rank, label, and height."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from markupsafe import Markup

from polling.charts.svg import FONT_SIZE, LINE, paragraph, words
from polling.charts.text_wrapping import wrapped

NAME_X, NAME_WIDTH = 36, 270
BOLD = 0.92  # share of the letters that fit on a line in bold
PADDING = 16
CUT_HEIGHT = 24


class OptionLabel(Protocol):
    """A row's option in the contest."""

    @property
    def label(self) -> str: ...

    @property
    def rank(self) -> int: ...

    @property
    def made_cut(self) -> bool: ...


@dataclass(frozen=True)
class Row:
    """The position of an option: `middle` and `bottom` in the picture, and its `lines` of text.

    `is_last_in`: the cut line is below it.
    """

    lines: list[str]
    middle: float
    bottom: float
    is_last_in: bool


def laid_out(options: Sequence[OptionLabel], top: float = 0) -> list[Row]:
    """Return the rows, one below another, with space for the cut line."""
    rows: list[Row] = []
    y = top
    for at, option in enumerate(options):
        room = NAME_WIDTH / FONT_SIZE * (BOLD if option.made_cut else 1)
        lines = wrapped(option.label, room)
        height = len(lines) * LINE + PADDING
        outside_next = at + 1 < len(options) and not options[at + 1].made_cut
        last_in = option.made_cut and outside_next
        rows.append(Row(lines, y + height / 2, y + height, is_last_in=last_in))
        y += height + (CUT_HEIGHT if last_in else 0)
    return rows


def name(option: OptionLabel, row: Row) -> Markup:
    """Return the rank and the label of an option."""
    rank = words(str(option.rank), NAME_X - 12, row.middle, anchor="end", bold=True)
    return rank + paragraph(row.lines, NAME_X, row.middle, bold=option.made_cut)
