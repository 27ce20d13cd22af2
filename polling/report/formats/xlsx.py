"""The tables as an Excel workbook, one per sheet. Texts are never formulas or links."""

import io
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from polling.core.i18n import lazy
from polling.report.data.report_data import Report
from polling.report.formats.export_format import ReportFormat
from polling.report.tables import Table, follow_up_table
from polling.report.tables import tables as tables_of
from polling.report.tables.row_types import Value

WIDEST, NARROWEST = 60, 8  # characters
SHARES = frozenset({"share", "low", "high", "chance"})  # from 0 to 1, shown in percent


def xlsx(tables: list[Table], made_at: datetime) -> bytes:
    """Return a workbook with frozen headers, filters, and fitting column widths."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as book:
        book.set_properties({"created": made_at.replace(tzinfo=None)})  # not the current time
        head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        text = book.add_format({"text_wrap": True, "valign": "top"})
        share = book.add_format({"num_format": "0.0%", "valign": "top"})
        for table in tables:
            _fill(book.add_worksheet(table.name), table, head, text, share)
    return out.getvalue()


def _fill(sheet: Worksheet, table: Table, head: Format, text: Format, share: Format) -> None:
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, column.name, head)
        look = share if column.name in SHARES else text
        sheet.set_column(at, at, _width(table, at), look)
    for number, row in enumerate(table.rows, start=1):
        for at, value in enumerate(row):
            _write(sheet, number, at, value)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def _write(sheet: Worksheet, row: int, column: int, value: Value) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, str):
        if value:  # empty cells are left out, so that Excel counts them as empty
            sheet.write_string(row, column, value)
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
