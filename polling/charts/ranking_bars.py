"""A ranking as bars, longest first, with a line at the cut and the support of each option."""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from polling.charts.option_rows import NAME_WIDTH, NAME_X, PADDING, Row, laid_out, name
from polling.charts.svg import PALE, WIDTH, cut_line, element, picture, words
from polling.charts.table import Table

BAR_X = NAME_X + NAME_WIDTH + 12
VALUES_WIDTH = 240  # the score after the bar, and the support at the right
LONGEST = WIDTH - BAR_X - VALUES_WIDTH
BAR_HEIGHT = 20


@dataclass(frozen=True)
class Bar:
    """One option: its score as a number and as text, and its support as text."""

    label: str
    rank: int
    value: float
    score: str
    support: str
    made_cut: bool


@dataclass(frozen=True)
class RankingBars:
    """The order of a contest. `columns` are headings for rank, option, score, support, and cut.

    `cut` is the label of the line; `in_words` are the table's texts for options inside and outside.
    """

    key: str
    title: str
    description: str
    columns: list[str]
    bars: list[Bar]
    cut: str
    in_words: tuple[str, str]
    says_all: ClassVar[bool] = True

    def svg(self) -> Markup:
        """Return the picture."""
        rows = laid_out(self.bars)
        top = max((bar.value for bar in self.bars), default=0) or 1
        parts = [
            self._bar(bar, row, bar.value / top) for bar, row in zip(self.bars, rows, strict=True)
        ]
        height = rows[-1].bottom if rows else PADDING
        return picture(self.key, self.title, self.description, *parts, height=height)

    def _bar(self, bar: Bar, row: Row, share: float) -> Markup:
        parts = [name(bar, row), _rectangle(bar, row, max(0, share) * LONGEST)]
        parts.append(words(bar.score, BAR_X + max(0, share) * LONGEST + 10, row.middle))
        parts.append(words(bar.support, WIDTH, row.middle, anchor="end"))
        if row.is_last_in:
            parts.append(cut_line(self.cut, row.bottom + 2))
        return element("g", *parts)

    def table(self) -> Table:
        """Return the table."""
        return Table(
            self.columns,
            [
                [
                    bar.label,
                    bar.rank,
                    bar.score,
                    bar.support,
                    self.in_words[not bar.made_cut],
                ]
                for bar in self.bars
            ],
        )


def _rectangle(bar: Bar, row: Row, length: float) -> Markup:
    """A full bar for options inside the cut; an outline with a pale filling for the others."""
    return element(
        "rect",
        class_="chart-in" if bar.made_cut else "chart-out",
        x=BAR_X,
        y=row.middle - BAR_HEIGHT / 2,
        width=max(length, 1),
        height=BAR_HEIGHT,
        fill_opacity=1 if bar.made_cut else f"{PALE}",
        stroke="currentColor",
    )
