"""The blocks of a document as Word paragraphs, lists and tables."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import dropwhile

from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph

from polling.core.i18n import _
from polling.report.document_blocks import (
    Block,
    Entries,
    Figure,
    Item,
    KeyFigures,
    Lines,
    Paragraph,
    Points,
    Prose,
    Section,
)
from polling.report.document_blocks import Table as TableBlock
from polling.report.formats import rich_text
from polling.report.formats.word.charts import Picture, add_figure
from polling.report.formats.word.list_numbering import Numbering, indent, number
from polling.report.formats.word.table_of_contents import Contents
from polling.report.formats.word.tables import add_entries, add_table
from polling.report.formats.word.text_runs import MONOSPACED, write, write_link_within, write_spans
from polling.report.formats.word.writer import Writer

DEEPEST_HEADING = 6
BETWEEN_SENTENCES = Pt(2)
LED_IN_TO = (TableBlock, Figure, Points, Lines, Entries)


def _leads_in(following: list[Block]) -> bool:
    """Return whether a list or a table follows, or quiet lines before one."""
    return isinstance(next(dropwhile(_is_quiet, following), None), LED_IN_TO)


def _is_quiet(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.quiet


class Body:
    """Appends blocks to a Word document."""

    def __init__(self, writer: Writer, contents: Contents, pictures: Iterator[Picture]) -> None:
        self._writer, self._contents = writer, contents
        self._numbering = Numbering(writer.word)
        self._pictures = pictures

    def write(self, blocks: list[Block], level: int = 1, *, listed: bool = True) -> None:
        """Write all blocks; `level` is that of headings; `listed` puts them in the contents."""
        for at, block in enumerate(blocks):
            self._block(block, level, listed=listed)
            if isinstance(block, Paragraph | Prose) and _leads_in(blocks[at + 1 :]):
                self._writer.keep_with_next()

    def _block(self, block: Block, level: int, *, listed: bool) -> None:
        match block:
            case Section():
                self._section(block, level, listed=listed)
            case Prose(markdown):
                self._rich(rich_text.rich(markdown), level - 1)
            case Paragraph():
                self._plain(block)
            case Points(items, numbered):
                self._points(items, numbered=numbered)
            case _:
                self._figures(block)

    def _plain(self, paragraph: Paragraph) -> None:
        if paragraph.anchor:
            write_link_within(self._paragraph("", "Figures"), paragraph.text, paragraph.anchor)
        else:
            self._paragraphs(paragraph.text, "Figures" if paragraph.quiet else "Normal")

    def _figures(self, block: TableBlock | Figure | Entries | KeyFigures | Lines) -> None:
        match block:
            case TableBlock():
                add_table(self._writer, block)
            case Entries():
                add_entries(self._writer, block)
            case KeyFigures(figures):
                each = (f"{number} {words}".replace(" ", "\u00a0") for number, words in figures)
                self._paragraph("  ·  ".join(each), "Issue")
            case Figure():
                self._figure(block)
            case Lines(summary, lines):
                self._paragraph(summary, "Figures")
                self._code(" ".join(lines))

    def _section(self, section: Section, level: int, *, listed: bool) -> None:
        if section.has_page:
            self._writer.begin_page()
        heading = self._paragraph(section.heading, f"Heading {min(level, DEEPEST_HEADING)}")
        if listed:
            self._contents.add(heading, section.heading, level, section.anchor)
        self.write(section.blocks, level + 1, listed=section.is_listed)

    def _figure(self, figure: Figure) -> None:
        """Write a chart, and the figures that it does not show."""
        add_figure(self._writer, figure, next(self._pictures))
        if not figure.chart.says_all:
            caption = _("Data for the chart: %(title)s", title=figure.chart.title)
            add_table(self._writer, replace(figure.table, caption=caption, note="", number=""))

    def _paragraph(self, text: str, style: str, level: int = 0) -> WordParagraph:
        made = self._writer.paragraph(style, text)
        indent(made, level)
        return made

    def _paragraphs(self, text: str, style: str, level: int = 0) -> list[WordParagraph]:
        parts = [part.strip("\n") for part in text.split("\n\n") if part.strip()]
        return [self._paragraph(part, style, level) for part in parts]

    def _code(self, text: str) -> WordParagraph:
        made = self._writer.paragraph("Code")
        write(made, text).font.name = MONOSPACED
        return made

    def _points(self, items: list[Item], *, numbered: bool, level: int = 0) -> None:
        key = self._numbering.begin(numbered=numbered)
        for item in items:
            made = self._item(item, key, level)
            if item == Item(text=item.text) and item is not items[-1]:  # a single sentence
                for paragraph in made:
                    paragraph.paragraph_format.space_after = BETWEEN_SENTENCES

    def _item(self, item: Item, key: str, level: int) -> list[WordParagraph]:
        parts = [(item.note, "Figures"), (item.figures, "Figures")]
        made = self._lead_and_text(item, level)
        made += [
            paragraph
            for text, look in parts
            if text
            for paragraph in self._paragraphs(text, look, level + 1)
        ]
        for paragraph in made[:-1]:
            paragraph.paragraph_format.keep_with_next = True
        for first in made[:1]:
            number(first, key, level)
        if item.items:
            for paragraph in made:
                paragraph.paragraph_format.keep_with_next = True
            self._points(item.items, numbered=False, level=level + 1)
        return made

    def _lead_and_text(self, item: Item, level: int) -> list[WordParagraph]:
        """A lead is above its item; within another item, before its text."""
        if level and item.lead:
            made = self._writer.paragraph("Recommendation")
            write(made, f"{item.lead} ").bold = True
            write(made, item.text)
            indent(made, level + 1)
            return [made]
        lead = self._paragraphs(item.lead, "Issue", level + 1) if item.lead else []
        style = "Recommendation" if level else "Normal"
        return [*lead, *self._paragraphs(item.text, style, level + 1)]

    def _rich(
        self, blocks: list[rich_text.RichBlock], level: int, depth: int = 0
    ) -> list[WordParagraph]:
        return [made for block in blocks for made in self._rich_block(block, level, depth)]

    def _rich_block(
        self, block: rich_text.RichBlock, level: int, depth: int
    ) -> list[WordParagraph]:
        match block:
            case rich_text.Text(spans):
                return [self._spans(spans, "Normal", depth)]
            case rich_text.Heading(lower, spans):
                heading = f"Heading {min(level + lower, DEEPEST_HEADING)}"
                return [self._spans(spans, heading, depth)]
            case rich_text.List():
                return self._rich_list(block, level, depth)
            case rich_text.Quote(blocks):
                return self._quote(blocks, level, depth)
            case rich_text.Code(text):
                return [self._code(text)]
            case rich_text.Rule():
                return [self._paragraph("* * *", "Figures")]

    def _quote(
        self, blocks: list[rich_text.RichBlock], level: int, depth: int
    ) -> list[WordParagraph]:
        written = self._rich(blocks, level, depth + 1)
        for paragraph in written:
            self._writer.set_style(paragraph, "Quote")
        return written

    def _rich_list(self, block: rich_text.List, level: int, depth: int) -> list[WordParagraph]:
        key = self._numbering.begin(numbered=block.start is not None, start=block.start or 1)
        written = []
        for item in block.items:
            of_item = self._rich(item, level, depth + 1)
            if of_item and not isinstance(item[0], rich_text.List):
                number(of_item[0], key, depth)
            written += of_item
        return written

    def _spans(self, spans: list[rich_text.Span], style: str, depth: int) -> WordParagraph:
        made = self._writer.paragraph(style)
        write_spans(made, spans)
        indent(made, depth)
        return made
