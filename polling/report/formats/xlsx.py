"""The tables as an Excel workbook, one per sheet. Texts are never formulas or links."""

import io
from collections.abc import Sequence
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from polling.core.i18n import lazy
from polling.report.data.report_data import Report
from polling.report.formats.export_format import ReportFormat
from polling.report.tables import Table, follow_up_table
from polling.report.tables import tables as tables_of
from polling.report.tables.row_types import Value

WIDEST, NARROWEST = 60, 8  # characters
SHARES = frozenset({"share", "low", "high", "chance"})  # from 0 to 1, shown in percent
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def xlsx(tables: list[Table], made_at: datetime) -> bytes:
    """Return a workbook with frozen headers, filters, and fitting column widths."""
    out = io.BytesIO()
    with _book(out, made_at) as book:
        looks = _Looks(book)
        for table in tables:
            _fill(book.add_worksheet(table.name), table, looks)
    return out.getvalue()


def chart_xlsx(series: str, bars: Sequence[tuple[str, float]], made_at: datetime) -> bytes:
    """Return the workbook from which PowerPoint draws a chart with one series."""
    out = io.BytesIO()
    with _book(out, made_at) as book:
        looks, sheet = _Looks(book), book.add_worksheet()
        _write(sheet, 0, 1, series, looks)
        for row, (label, value) in enumerate(bars, start=1):
            _write(sheet, row, 0, label, looks)
            _write(sheet, row, 1, value, looks)
    return out.getvalue()


def _book(out: io.BytesIO, made_at: datetime) -> Workbook:
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(out, options)
    book.set_properties({"created": made_at.replace(tzinfo=None)})  # not the current time
    return book


class _Looks:
    """The formats of a workbook's cells."""

    def __init__(self, book: Workbook) -> None:
        text = {"text_wrap": True, "valign": "top"}
        self.head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        self.text = book.add_format(text)
        self.share = book.add_format({"num_format": "0.0%", "valign": "top"})
        self.quoted = book.add_format({**text, "quote_prefix": True})


def _fill(sheet: Worksheet, table: Table, looks: _Looks) -> None:
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, column.name, looks.head)
        look = looks.share if column.name in SHARES else looks.text
        sheet.set_column(at, at, _width(table, at), look)
    for number, row in enumerate(table.rows, start=1):
        for at, value in enumerate(row):
            _write(sheet, number, at, value, looks)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def _write(sheet: Worksheet, row: int, column: int, value: Value, looks: _Looks) -> None:
    """Write a value. A text like a formula is quoted, so that it stays a text when it is edited."""
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, str):
        if value:  # empty cells are left out, so that Excel counts them as empty
            look = looks.quoted if value.startswith(FORMULA_STARTS) else None
            sheet.write_string(row, column, value, look)
    elif value is not None:
        sheet.write_number(row, column, value)


def _width(table: Table, at: int) -> int:
    longest = max((len(str(row[at] or "")) for row in table.rows), default=0)
    return min(WIDEST, max(NARROWEST, longest, len(table.columns[at].name)) + 2)


class Xlsx(ReportFormat):
    """The tables as a workbook."""

    key = "xlsx"
    name = "Excel"
    about = lazy("all tables as sheets of one workbook")
    extension = "xlsx"
    mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    archive_name = "tables"

    def render(self, source: Report) -> bytes:
        """Return a sheet for each table."""
        return xlsx(tables_of(source), source.made_at)


class FollowUp(ReportFormat):
    """The follow-up table as a separate workbook, for people to fill in."""

    key = download_name = archive_name = "follow-up"
    name = lazy("Follow-up")
    about = lazy("follow-up table with a status column (Excel)")
    extension = Xlsx.extension
    mimetype = Xlsx.mimetype

    def render(self, source: Report) -> bytes:
        """Return one sheet."""
        return xlsx([follow_up_table(source)], source.made_at)
