"""Read the first sheet of an untrusted Excel workbook, line by line.

openpyxl reads the sheet as a stream, so a distant cell costs nothing. python-calamine is ten times
as fast, but allocates the whole rectangle up to the most distant cell.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from io import BytesIO
from typing import Any

from polling.core.errors import BadInput
from polling.core.i18n import _
from polling.uploads.archive import BadArchive, TooLargeArchive, packed, unpacked

Line = tuple[int, list[str]]

MOST_UNPACKED = 60_000_000  # bytes; 20,000 people in 60 columns make 50 million
MOST_PARTS = 500
MOST_LINES = 21_000
MOST_COLUMNS = 61


def lines_of_workbook(data: bytes) -> tuple[Iterator[Line], str]:
    """Return the lines, and a remark for the owner if there are other sheets."""
    checked = _checked(data)
    try:
        return _read(checked)
    except Exception:  # noqa: BLE001  a damaged workbook fails in any way that its reader can
        raise _unreadable() from None


def _checked(data: bytes) -> bytes:
    """Return the workbook, repacked from the checked parts."""
    try:
        parts = unpacked(data, most_bytes=MOST_UNPACKED, most_parts=MOST_PARTS)
    except TooLargeArchive:
        raise BadInput(_("This workbook is too large. Save only the list, as CSV.")) from None
    except BadArchive:
        raise _unreadable() from None
    if "xl/workbook.xml" not in parts:
        raise BadInput(
            _("This file cannot be read. Save the sheet as .xlsx or CSV, without a password.")
        )
    return packed(parts)


def _unreadable() -> BadInput:
    return BadInput(
        _("This file cannot be read. Save the sheet as .xlsx or CSV, without a password.")
    )


def _read(data: bytes) -> tuple[Iterator[Line], str]:
    from openpyxl import load_workbook  # noqa: PLC0415  half a second that only an import needs

    book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    with closing(book):
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in sheets:
            sheet.reset_dimensions()  # a file's declared size is not reliable
            cells = sheet.iter_rows(max_row=MOST_LINES, max_col=MOST_COLUMNS, values_only=True)
            lines = [(at, [_words(cell) for cell in row]) for at, row in enumerate(cells, start=1)]
            if any(any(row) for _number, row in lines):
                return iter(lines), _other_sheets(sheet.title, len(sheets))
    return iter([]), ""


def _other_sheets(title: str, count: int) -> str:
    return _("Only the sheet “%(sheet)s” was read.", sheet=title) if count > 1 else ""


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
