"""Read the file of a registration list: CSV as saved by spreadsheets, or an Excel workbook."""

import codecs
import csv
import re
from collections.abc import Iterator
from functools import lru_cache
from io import StringIO
from statistics import median

from polling.core.errors import BadInput
from polling.core.i18n import _
from polling.core.text import clean_line
from polling.setup.registration.excel_reader import lines_of_workbook
from polling.setup.registration.people_table import Line, Listing, at_line, listing

MOST_BYTES = 5_000_000
LONGEST_CELL = 200  # characters; a longer text is not an answer
DELIMITERS = ",;\t|"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_PACKED = b"PK\x03\x04"
_SEPARATOR = re.compile(r"\s*\"?sep=(.)\"?\s*$", re.IGNORECASE)  # Excel's own first line


def read_list(data: bytes) -> Listing:
    """Parse the list. Raises BadInput with instructions if it cannot be read."""
    if trouble := _what_is_wrong(data):
        raise BadInput(trouble)
    if data.startswith(_PACKED):
        lines, remark = lines_of_workbook(data)
    else:
        text, remark = _decoded(data)
        lines = _lines_of_text(text)
    return listing(((number, _cleaned(row)) for number, row in lines), remark)


def _what_is_wrong(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        size = MOST_BYTES // 1_000_000
        return _("The file is too large: the limit is %(size)s MB.", size=size)
    if data.startswith(_OLD_EXCEL):
        return _("This file cannot be read. Save the sheet as .xlsx or CSV, without a password.")
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8")):
        return _("This file cannot be read. Save the sheet as .xlsx or CSV, without a password.")
    return "" if data.strip(b" \t\r\n" + codecs.BOM_UTF8) else _("The file is empty.")


def _decoded(data: bytes) -> tuple[str, str]:
    """Return the text, and a remark for the owner if its encoding was guessed."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, "replace"), ""
    if b"\0" in data[:200]:  # UTF-16 without its byte order mark
        return data.decode("utf-16-be" if data[0] == 0 else "utf-16-le", "replace"), ""
    try:
        return data.decode(), ""
    except UnicodeDecodeError:
        guessed = _(
            "The file was read as Windows-1252. If accented letters look wrong, save it as "
            "“CSV UTF-8”."
        )
        return data.decode("cp1252", "replace"), guessed


def _lines_of_text(text: str) -> Iterator[Line]:
    first, _end, rest = text.partition("\n")
    given = _SEPARATOR.match(first)
    body, before = (rest, 1) if given else (text, 0)
    sign = given[1] if given else _delimiter(body)
    reader = csv.reader(StringIO(body, newline=""), delimiter=sign, strict=True)
    number = 1
    try:
        for row in reader:
            yield before + number, row
            number = reader.line_num + 1
    except csv.Error:
        broken = _("A quotation mark is missing. Inside a cell, write each quotation mark twice.")
        raise BadInput(
            broken, problems=[{"place": at_line(before + number), "message": broken}]
        ) from None


def _delimiter(text: str) -> str:
    """Return the delimiter that gives the first lines the most cells."""
    head = text[:20_000].splitlines()[:20]
    return max(
        DELIMITERS, key=lambda sign: median(len(row) for row in csv.reader(head, delimiter=sign))
    )


def _cleaned(row: list[str]) -> list[str]:
    return [_cleaned_cell(cell) for cell in row]


@lru_cache(maxsize=1_000)  # most cells of a list are repeated
def _cleaned_cell(cell: str) -> str:
    return clean_line(cell)[:LONGEST_CELL]
