"""The tables as CSV files in one ZIP archive, safe to open in a spreadsheet program.

UTF-8 with a byte order mark, by which Excel recognizes it. Numbers are plain, and every text that a
spreadsheet could interpret as a formula is prefixed by an apostrophe.
"""

import csv
import io
import re
from datetime import datetime

from polling.core.i18n import lazy
from polling.report.data.report_data import Report
from polling.report.formats.export_format import ReportFormat
from polling.report.formats.zip_files import packed, unpacked
from polling.report.tables import Table
from polling.report.tables import tables as tables_of
from polling.report.tables.row_types import Value

# What starts a formula: the signs, also full-width ones, with the gap before them. A gap is read
# once, not again from each of its characters. It may contain quotation marks, because they are
# doubled in the file, and two of them are an empty text to programs that begin a cell there.
_FORMULA = re.compile(r"(?<![;\s\x00\"])[;\s\x00\"]*(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
# Where a cell may begin, for programs that split at other characters, too.
_BLANK = re.compile(r"[\t\r\n]")
_BEGINNING = re.compile(r"(?:^|(?<=[;\t\r\n]))(?=\"*[\t\r\x00])")


def csv_archive(tables: list[Table], made_at: datetime) -> bytes:
    """Return a ZIP archive with a file for each table; the same report gives the same bytes."""
    files = {
        f"{table.name.replace(' ', '_')}.csv": csv_text(table).encode("utf-8-sig")
        for table in tables
    }
    return packed(files, made_at)


def csv_text(table: Table) -> str:
    """One table as CSV (RFC 4180)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([column.name for column in table.columns])
    writer.writerows([[_cell(value) for value in row] for row in table.rows])
    return out.getvalue()


def _cell(value: Value) -> str | int | float:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return neutral(value)
    return "" if value is None else value


def neutral(text: str) -> str:
    """Prefix everything that could start a formula with an apostrophe."""
    return _BEGINNING.sub("'", _FORMULA.sub(_marked, text))


def _marked(gap: re.Match[str]) -> str:
    """Mark each place of the gap where a cell may begin."""
    before, semicolon, blank = gap[0].rpartition(";")
    begins = "'" if semicolon or gap.start() == 0 else ""
    return before + semicolon + begins + _BLANK.sub(r"\g<0>'", blank)


class Csv(ReportFormat):
    """The tables as CSV files."""

    key = "csv"
    name = "CSV"
    about = lazy("all tables as CSV files in a ZIP archive")
    extension = "zip"
    mimetype = "application/zip"

    def render(self, source: Report) -> bytes:
        """Return an archive with a file for each table."""
        return csv_archive(tables_of(source), source.made_at)

    def archive_files(self, content: bytes) -> dict[str, bytes]:
        """Return the tables as files in a folder, because archives should not be nested."""
        return {f"tables/{name}": table for name, table in unpacked(content).items()}
