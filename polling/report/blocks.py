"""What a document is made of, whichever format it is then drawn in."""

import re
from dataclasses import dataclass, field

from polling.charts import Chart


@dataclass(frozen=True)
class Paragraph:
    """Plain text, its line breaks kept. A `quiet` one is a figure or a remark."""

    text: str
    quiet: bool = False


@dataclass(frozen=True)
class Prose:
    """Text that an organizer wrote in Markdown."""

    markdown: str


@dataclass(frozen=True)
class Percent:
    """A cell that is a part of a whole, in whole percent."""

    value: int


CellValue = str | int | float | Percent
SENTENCE, FEW_SENTENCES, FEW_ROWS = 80, 4, 12  # characters; rows
NOTHING = "–"  # in a column of numbers: there is none
_WRITTEN = re.compile(rf"[<>]? ?[0-9]+(\.[0-9]+)?( %)?|{NOTHING}")


@dataclass(frozen=True)
class Table:
    """Rows under column titles. The first column says what its row is about.

    A `note` stands under the caption.
    """

    caption: str
    columns: list[str]
    rows: list[list[CellValue]]
    note: str = ""

    @property
    def numeric(self) -> list[bool]:
        """Which columns hold numbers, and so stand to the right."""
        return [all(_is_number(row[at]) for row in self.rows) for at in range(len(self.columns))]

    @property
    def is_short(self) -> bool:
        """Whether it stays on one page; each row that has a sentence takes a few lines."""
        has_sentences = any(len(str(cell)) > SENTENCE for row in self.rows for cell in row)
        return len(self.rows) <= (FEW_SENTENCES if has_sentences else FEW_ROWS)


def _is_number(value: CellValue) -> bool:
    return bool(_WRITTEN.fullmatch(value)) if isinstance(value, str) else True


@dataclass(frozen=True)
class Figure:
    """A chart, with the table of its figures for formats that do not draw it.

    A `note` stands under the caption.
    """

    chart: Chart
    note: str = ""

    @property
    def table(self) -> Table:
        """The same figures."""
        behind = self.chart.table()
        rows: list[list[CellValue]] = [list(row) for row in behind.rows]
        return Table(self.chart.title, behind.columns, rows, self.note)

    @property
    def figures(self) -> str:
        """The same in one text, row after row, for who cannot see a chart without its table."""
        table = self.table
        rows: list[list[CellValue]] = [[*table.columns], *table.rows]
        return " ".join(f"{'; '.join(map(str, row))}." for row in rows)


@dataclass(frozen=True)
class Pointer:
    """A line that leads to the section with this `anchor`, in formats with links; "" for none."""

    text: str
    anchor: str = ""


@dataclass(frozen=True)
class Item:
    """A point of a list: a `lead` in bold, text, a note and figures, and points of its own."""

    lead: str = ""
    text: str = ""
    note: str = ""
    figures: str = ""
    pointer: Pointer | None = None
    items: list["Item"] = field(default_factory=list)


@dataclass(frozen=True)
class Points:
    """A list; `numbered` where the order means something."""

    items: list[Item]
    numbered: bool = False


@dataclass(frozen=True)
class Lines:
    """Lines for programs, such as hashes, under a sentence of their own."""

    summary: str
    lines: list[str]


@dataclass(frozen=True)
class Section:
    """A title with what belongs to it. `is_listed`: a list of contents has its sections too.

    An annex is to look things up in, and is not read out. A pointer leads to its `anchor`.
    """

    title: str
    blocks: list["Block"]
    is_listed: bool = False
    is_annex: bool = False
    anchor: str = ""


Block = Paragraph | Prose | Table | Figure | Points | Lines | Section


@dataclass(frozen=True)
class Document:
    """A whole document. `about` is one line: the event, place, dates; `colophon`, as of when."""

    title: str
    subtitle: str
    about: str
    colophon: str
    language: str
    accent: str
    logo: str
    blocks: list[Block]
