"""The blocks of documents, independent of formats."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from polling.charts import Chart
from polling.report.options import ReportImprint
from polling.report.pictures import ReportPicture


@dataclass(frozen=True)
class Paragraph:
    """Plain text with line breaks. A `quiet` paragraph is a figure or a remark.

    It links to the section with this `anchor`, in formats with links; "" for none.
    """

    text: str
    quiet: bool = False
    anchor: str = ""


@dataclass(frozen=True)
class Prose:
    """A text written by an organizer in Markdown."""

    markdown: str


@dataclass(frozen=True)
class Percent:
    """A cell with a share in whole percent."""

    value: int


CellValue = str | int | float | Percent
SENTENCE, FEW_SENTENCES, FEW_ROWS = 80, 4, 12  # characters; rows
NOTHING = "–"  # a missing number
_WRITTEN = re.compile(rf"[<>]? ?[0-9]+(\.[0-9]+)?%?|{NOTHING}")


@dataclass(frozen=True)
class Table:
    """Rows under column headings. The first column identifies the row.

    A `note` is below the caption. Texts refer to its `number` by its `key`, see `figure_numbering`.
    """

    caption: str
    columns: list[str]
    rows: list[list[CellValue]]
    note: str = ""
    key: str = ""
    number: str = ""

    @property
    def heading(self) -> str:
        """The caption behind its number."""
        return f"{self.number}. {self.caption}" if self.number else self.caption

    @cached_property
    def numeric(self) -> list[bool]:
        """Which columns contain numbers, and so are right-aligned."""
        return [all(_is_number(row[at]) for row in self.rows) for at in range(len(self.columns))]

    @property
    def is_short(self) -> bool:
        """Whether it must stay on one page. A row with a sentence counts as several lines."""
        has_sentences = any(len(str(cell)) > SENTENCE for row in self.rows for cell in row)
        return len(self.rows) <= (FEW_SENTENCES if has_sentences else FEW_ROWS)


def _is_number(value: CellValue) -> bool:
    return bool(_WRITTEN.fullmatch(value)) if isinstance(value, str) else True


@dataclass(frozen=True)
class Figure:
    """A chart, with its table for formats that cannot draw it.

    A `note` is below the caption. Texts refer to its `number` by the chart's key.
    """

    chart: Chart
    note: str = ""
    number: str = ""

    @cached_property
    def table(self) -> Table:
        """Its table."""
        behind = self.chart.table()
        rows: list[list[CellValue]] = [list(row) for row in behind.rows]
        return Table(self.chart.title, behind.columns, rows, self.note, number=self.number)

    @property
    def figures(self) -> str:
        """The table as one text, row after row, for people who cannot see the chart."""
        table = self.table
        rows: list[list[CellValue]] = [[*table.columns], *table.rows]
        return " ".join(f"{'; '.join(map(str, row))}." for row in rows)


@dataclass(frozen=True)
class Item:
    """A list item: a `lead` in bold, text, a note and figures, and nested items."""

    lead: str = ""
    text: str = ""
    note: str = ""
    figures: str = ""
    items: list["Item"] = field(default_factory=list)


@dataclass(frozen=True)
class Points:
    """A list; `numbered` if the order matters."""

    items: list[Item]
    numbered: bool = False


@dataclass(frozen=True)
class Entry:
    """A recommendation with its reference, which is also its anchor, and a value per column.

    `about` is optional small print.
    """

    reference: str
    text: str
    values: list[str] = field(default_factory=list)
    about: str = ""


@dataclass(frozen=True)
class Entries:
    """Recommendations, one per row. `columns` are headings for reference, text, and values.

    They are part of the report's text, not a table, so they have no caption. `is_home`: links to
    their references lead here.
    """

    columns: list[str]
    entries: list[Entry]
    is_home: bool = False


@dataclass(frozen=True)
class KeyFigures:
    """A few large numbers, each with its unit."""

    figures: list[tuple[str, str]]


@dataclass(frozen=True)
class Lines:
    """Technical lines, such as hashes, below a sentence."""

    summary: str
    lines: list[str]


@dataclass(frozen=True)
class Section:
    """A title with its content. `is_listed`: the table of contents includes its subsections.

    `reference` is that of a theme or issue, printed before its title. Links lead to its `anchor`.
    `has_page`: it starts a page, and should fill no more than that.
    """

    title: str
    blocks: list["Block"]
    is_listed: bool = False
    anchor: str = ""
    reference: str = ""
    has_page: bool = False

    @property
    def heading(self) -> str:
        """The title with its reference."""
        return f"{self.reference} {self.title}".strip()


Block = Paragraph | Prose | Table | Figure | Points | Entries | KeyFigures | Lines | Section


@dataclass(frozen=True)
class Document:
    """A whole document. `about` is one line with event, place and dates; `colophon` has its time,
    and `foot`, on each page, its date.

    `logo` and `pictures` are URLs: the cover's, then logos. `key` is "publication", "annex" or
    "brief". `opening` are the sections before the table of contents.
    """

    title: str
    subtitle: str
    about: str
    colophon: str
    language: str
    accent: str
    logo: str
    blocks: list[Block]
    key: str = "publication"
    opening: list[Block] = field(default_factory=list)
    imprint: ReportImprint = field(default_factory=ReportImprint)
    pictures: list[ReportPicture] = field(default_factory=list)
    foot: str = ""

    @property
    def cover(self) -> ReportPicture | None:
        """The picture on the title page."""
        return next((one for one in self.pictures if one.kind == "cover"), None)

    @property
    def logos(self) -> list[ReportPicture]:
        """The logos other than the event's."""
        return [one for one in self.pictures if one.kind == "logo"]

    @property
    def everything(self) -> list[Block]:
        """All blocks, including the opening."""
        return [*self.opening, *self.blocks]
