"""Read the first sheet of an untrusted Excel workbook, line by line.

openpyxl reads the sheet as a stream, so a distant cell costs nothing. python-calamine is ten times
as fast, but allocates the whole rectangle up to the most distant cell.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from typing import Any

from polling.core.errors import BadInput
from polling.core.i18n import _
from polling.uploads.archive import BadArchive, TooLargeArchive, packed, unpacked
from polling.uploads.xml_size import Budget, Item

Line = tuple[int, list[str]]

MOST_UNPACKED = 60_000_000  # bytes; 20,000 people in 60 columns make 50 million
MOST_PARTS = 500
MOST_KEPT = 100_000  # elements: Excel allows 65,490 cell formats, and usual workbooks have hundreds
MOST_IN_ROWS = 2_500_000  # elements: 20,000 people in 60 columns make 2.4 million
MOST_LINES = 21_000
MOST_COLUMNS = 61
_BOOK = "xl/workbook.xml"
_KEPT = {_BOOK, "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
_STRINGS, _SHEETS = "xl/sharedstrings.xml", "xl/worksheets/"  # in lower case
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRING, _ROW = (f"{_MAIN} si", 2), (f"{_MAIN} row", 3)  # with their depths


def lines_of_workbook(data: bytes) -> tuple[Iterator[Line], str]:
    """Return the lines, and a remark for the owner if there are other sheets."""
    parts = _checked(data)
    strings = next((name for name in parts if name.lower() == _STRINGS), None)
    checked = packed(parts)
    del parts
    try:
        return _read(checked, strings)
    except Exception:  # noqa: BLE001  a damaged workbook fails in any way that its reader can
        raise _unreadable() from None


def _checked(data: bytes) -> dict[str, bytes]:
    """Return the checked parts that contain cells and their formats."""
    try:
        parts = unpacked(
            data,
            most_bytes=MOST_UNPACKED,
            most_parts=MOST_PARTS,
            budget=Budget(MOST_KEPT, MOST_IN_ROWS),
            is_needed=lambda name: name in _KEPT or _item_of(name) is not None,
            item_of=_item_of,
        )
    except TooLargeArchive:
        raise BadInput(_("This workbook is too large. Save only the list, as CSV.")) from None
    except BadArchive:
        raise _unreadable() from None
    if _BOOK not in parts:
        raise BadInput(
            _("This file cannot be read. Save the sheet as .xlsx or CSV, without a password.")
        )
    return parts


def _item_of(name: str) -> Item | None:
    """Return what openpyxl reads one by one in the part."""
    if name.lower() == _STRINGS:
        return _STRING
    return _ROW if name.lower().startswith(_SHEETS) and name.endswith(".xml") else None


def _unreadable() -> BadInput:
    return BadInput(
        _("This file cannot be read. Save the sheet as .xlsx or CSV, without a password.")
    )


def _read(data: bytes, strings: str | None) -> tuple[Iterator[Line], str]:
    # Half a second that only an import needs.
    from polling.setup.registration.cells_reader import opened  # noqa: PLC0415

    book = opened(data, _BOOK, strings)
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
