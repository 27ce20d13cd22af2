"""Tables with a repeated header row, hairlines, and a numbered caption above."""

import zlib
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Emu, Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from polling.charts.text_wrapping import UNSPACED, length_of
from polling.core.i18n import _
from polling.report.document_blocks import CellValue, Entries, Percent, Table
from polling.report.formats.control_characters import printable
from polling.report.formats.word.captions import add_caption, add_note
from polling.report.formats.word.styles import QUIET
from polling.report.formats.word.text_runs import write
from polling.report.formats.word.writer import Writer
from polling.report.formats.word.xml import child, element

NARROW = 16  # characters; a column up to this width takes what it needs
SHORT_TITLE = 10
BREAKABLE = 8  # letters that stay together in a script without spaces between words
SHARE = 120
EMU_PER_CHARACTER = 62_000  # at the font size of tables, with some margin
PADDING, CROWDED_PADDING = 200_000, 145_000  # EMU; the margins of a cell, and some space
CROWDED_MARGIN = 80  # twentieths of a point
FEW_OF_AN_ISSUE = 6  # recommendations of an issue that are kept on one page
SMALL = Pt(8.5)  # below the text of a recommendation
GAP = Pt(7)  # below a table


def add_table(writer: Writer, table: Table) -> None:
    """Add the caption and the table."""
    add_caption(writer, "Table", table.number, table.caption)
    add_note(writer, table.note)
    _add(writer, table, whole=table.is_short)


def add_entries(writer: Writer, block: Entries) -> None:
    """Add recommendations with their references, as a table without a caption."""
    rows: list[list[CellValue]] = [
        [entry.reference, entry.text, *entry.values] for entry in block.entries
    ]
    table = Table(_("Recommendations"), block.columns, rows)
    made = _add(writer, table, whole=block.is_home and len(rows) <= FEW_OF_AN_ISSUE)
    for row, entry in zip(made._tbl.tr_lst[1:], block.entries, strict=True):
        if entry.about:
            about = write(_paragraphs(row, made)[1], f"\n{entry.about}")
            about.font.size, about.font.color.rgb = SMALL, QUIET
        if block.is_home and entry.reference:
            _bookmark(row, made, entry.reference)


def _bookmark(row: Any, made: WordTable, reference: str) -> None:
    """Return a bookmark name for a reference, because Word allows no dots in it."""
    paragraph = _paragraphs(row, made)[0]._p
    key = str(zlib.crc32(reference.encode()))
    name = f"R{reference.replace('.', '_')}"
    paragraph.insert_element_before(element("w:bookmarkStart", id=key, name=name), "w:r")
    child(paragraph, "w:bookmarkEnd", id=key)


def _add(writer: Writer, table: Table, *, whole: bool) -> WordTable:
    made: WordTable = writer.word.add_table(rows=1 + len(table.rows), cols=len(table.columns))
    _describe(made, table.caption)
    rows: list[Any] = made._tbl.tr_lst
    lines: list[list[CellValue]] = [list(table.columns), *table.rows]
    for row, values in zip(rows, lines, strict=True):
        style = "Table Head" if row is rows[0] else "Table Text"
        for paragraph, value in zip(_paragraphs(row, made), values, strict=True):
            writer.set_style(paragraph, style)
            write(paragraph, words(value))
    _align(rows, table, made)
    _keep(rows, made, whole=whole)
    _set_columns(made, table, writer.width)
    gap = writer.paragraph("Figures").paragraph_format
    gap.line_spacing, gap.space_after = GAP, Pt(0)
    return made


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
    """Right-align numbers and their headings."""
    for row in rows:
        for paragraph, right in zip(_paragraphs(row, made), table.numeric, strict=True):
            if right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def words(value: CellValue) -> str:
    """Return a cell as text."""
    return f"{value.value}%" if isinstance(value, Percent) else str(value)


def _keep(rows: list[Any], made: WordTable, *, whole: bool) -> None:
    """Repeat the header on every page, and never split a row or a short table.

    A longer table has at least two rows on each of its pages.
    """
    for row in rows:
        child(row.get_or_add_trPr(), "w:cantSplit")
    child(rows[0].trPr, "w:tblHeader")
    for row in rows[:-1] if whole else {id(row): row for row in (*rows[:2], *rows[-2:-1])}.values():
        for paragraph in _paragraphs(row, made):
            paragraph.paragraph_format.keep_with_next = True


def _set_columns(made: WordTable, table: Table, room: int) -> None:
    """Set the columns' widths. A table that is wider than the text gets narrow margins."""
    widths = _widths(table, room, PADDING)
    if sum(widths) > room:
        widths = _widths(table, room, CROWDED_PADDING)
        widths = [width * room // max(room, sum(widths)) for width in widths]
        margins = element("w:tblCellMar")
        for side in ("left", "right"):
            child(margins, f"w:{side}", w=str(CROWDED_MARGIN), type="dxa")
        made._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption")
    _set_widths(made, widths)


def _set_widths(made: WordTable, widths: list[int]) -> None:
    made.autofit = False
    for column, width in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Emu(width)
    for row in made._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = Emu(width)


def _widths(table: Table, room: int, padding: int) -> list[int]:
    """Numbers and short texts get the width they need; the others share the rest by length.

    A column's heading may take several lines, but its words and most texts must not be broken.
    """
    longest = [
        max(_room(title), *(length_of(words(row[at])) for row in table.rows), 1)
        for at, title in enumerate(table.columns)
    ]
    fixed = [_width(length, padding) if length <= NARROW else 0 for length in longest]
    shares = [
        0 if width else min(SHARE, length) for width, length in zip(fixed, longest, strict=True)
    ]
    if not any(shares):
        shares[0], fixed[0] = 1, 0
    least = [
        width or _width(min(NARROW, _longest_word(table, at)), padding)
        for at, width in enumerate(fixed)
    ]
    rest = max(room - sum(least), 0)
    return [width + rest * share // sum(shares) for width, share in zip(least, shares, strict=True)]


def _width(characters: int, padding: int) -> int:
    return characters * EMU_PER_CHARACTER + padding


def _longest_word(table: Table, at: int) -> int:
    texts = [table.columns[at], *(words(row[at]) for row in table.rows)]
    return max(_unbroken(text) for text in texts)


def _room(title: str) -> int:
    """Short headings take one line, longer ones about two."""
    length = length_of(title)
    return length if length <= SHORT_TITLE else max(_unbroken(title), length * 2 // 3)


def _unbroken(text: str) -> int:
    """Return the length of the longest word."""
    lengths = ((length_of(word), UNSPACED.search(word)) for word in text.split())
    return max(
        (min(size, BREAKABLE) if unspaced else size for size, unspaced in lengths), default=0
    )
