"""The answers to a question as bars, with the number and share of people."""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from polling.charts.answer_rows import BAR_HEIGHT, BAR_X, LONGEST, WIDTH, Placed, placed, write
from polling.charts.svg import FAINT, element, picture, words
from polling.charts.table import Table


@dataclass(frozen=True)
class AnswerBar:
    """One answer: its number of people, and its share of all who answered."""

    label: str
    count: int
    percent: int


@dataclass(frozen=True)
class AnswerBars:
    """All answers to a question, in order. `columns` are headings for answer, people and share."""

    key: str
    title: str
    description: str
    columns: list[str]
    bars: list[AnswerBar]
    says_all: ClassVar[bool] = True

    def svg(self) -> Markup:
        """Return the picture; a full bar is everybody."""
        rows = placed([bar.label for bar in self.bars])
        parts = [_bar(bar, row) for bar, row in zip(self.bars, rows, strict=True)]
        height = rows[-1].bottom if rows else 0
        return picture(self.key, self.title, self.description, *parts, height=height, width=WIDTH)

    def table(self) -> Table:
        """Return the table."""
        return Table(self.columns, [[bar.label, bar.count, f"{bar.percent}%"] for bar in self.bars])


def _bar(bar: AnswerBar, row: Placed) -> Markup:
    length = LONGEST * bar.percent / 100
    return element(
        "g",
        write(row),
        _rectangle(row, LONGEST, fill_opacity=FAINT / 2),
        _rectangle(row, length, class_="chart-in"),
        words(f"{bar.count} · {bar.percent}%", BAR_X + LONGEST + 12, row.middle),
    )


def _rectangle(row: Placed, width: float, **attributes: str | float) -> Markup:
    return element(
        "rect",
        x=BAR_X,
        y=row.middle - BAR_HEIGHT / 2,
        width=width,
        height=BAR_HEIGHT,
        **attributes,
    )
