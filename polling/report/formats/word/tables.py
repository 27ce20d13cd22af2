"""Tables with a header row that is repeated, hairlines, and a numbered caption above."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Emu
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from polling.core.i18n import _
from polling.report.blocks import CellValue, Percent, Table
from polling.report.formats.printable import printable
from polling.report.formats.word.captions import add_caption, add_note
from polling.report.formats.word.text import write
from polling.report.formats.word.writer import Writer
from polling.report.formats.word.xml import child, element

NARROW = 16  # characters; a column of no more takes what it needs
SHARE = 60
EMU_PER_CHARACTER = 62_000  # at the size of a table's text, with some room
PADDING = 150_000


def add_table(writer: Writer, table: Table, number: int) -> None:
    """The caption and the table."""
    add_caption(writer, "Table", _("Table"), number, table.caption)
    add_note(writer, table.note)
    made = writer.word.add_table(rows=1 + len(table.rows), cols=len(table.columns))
    _describe(made, table.caption)
    rows: list[Any] = made._tbl.tr_lst
    lines: list[list[CellValue]] = [list(table.columns), *table.rows]
    for row, values in zip(rows, lines, strict=True):
        style = "Table Head" if row is rows[0] else "Table Text"
        for paragraph, value in zip(_paragraphs(row, made), values, strict=True):
            writer.set_style(paragraph, style)
            write(paragraph, words(value))
    _align(rows, table, made)
    _keep(rows, made, whole=table.is_short)
    _set_widths(made, _widths(table, writer.width))
    writer.paragraph("Figures")


def _paragraphs(row: Any, made: WordTable) -> list[Paragraph]:
    return [Paragraph(cell.p_lst[0], made) for cell in row.tc_lst]


def _describe(made: WordTable, caption: str) -> None:
    properties = made._tbl.tblPr
    borders = element("w:tblBorders")
    for side in ("bottom", "insideH"):
        child(borders, f"w:{side}", val="single", sz="4", space="0", color="DFDCD4")
    properties.insert_element_before(
        borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption"
    )
    child(properties, "w:tblCaption", val=printable(caption))


def _align(rows: list[Any], table: Table, made: WordTable) -> None:
    """Numbers stand to the right, and so do their titles."""
    for row in rows:
        for paragraph, right in zip(_paragraphs(row, made), table.numeric, strict=True):
            if right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def words(value: CellValue) -> str:
    """A cell as text."""
    return f"{value.value} %" if isinstance(value, Percent) else str(value)


def _keep(rows: list[Any], made: WordTable, *, whole: bool) -> None:
    """The first row is a header on every page; no row is cut in two, and no short table is."""
    for row in rows:
        child(row.get_or_add_trPr(), "w:cantSplit")
    child(rows[0].trPr, "w:tblHeader")
    for row in rows[:-1] if whole else rows[:2]:
        for paragraph in _paragraphs(row, made):
            paragraph.paragraph_format.keep_with_next = True


def _set_widths(made: WordTable, widths: list[int]) -> None:
    made.autofit = False
    for column, width in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Emu(width)
    for row in made._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = Emu(width)


def _widths(table: Table, room: int) -> list[int]:
    """Numbers and short texts take what they need; the others share the rest by their length.

    The title of a column may take two lines.
    """
    longest = [
        max(_room(title), *(len(words(row[at])) for row in table.rows), 1)
        for at, title in enumerate(table.columns)
    ]
    fixed = [length * EMU_PER_CHARACTER + PADDING if length <= NARROW else 0 for length in longest]
    shares = [
        0 if width else min(SHARE, length) for width, length in zip(fixed, longest, strict=True)
    ]
    if not any(shares):
        shares[0], fixed[0] = 1, 0
    rest = max(room - sum(fixed), room // 4)
    return [
        width or rest * share // sum(shares) for width, share in zip(fixed, shares, strict=True)
    ]


def _room(title: str) -> int:
    longest_word = max(map(len, title.split()), default=0)
    return max(longest_word, len(title) * 2 // 3)
