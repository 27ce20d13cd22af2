"""A CSV sheet of issues: columns theme, issue, rationale, source, named in the first row.

Spreadsheets use commas, semicolons or tabs, depending on the country. An empty theme means the
theme of the row above; several sources in a cell are separated by semicolons.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO

from polling.core.i18n import _
from polling.core.text import clean_line, comparison_key
from polling.workshop_file.problems import (
    BadWorkshopFile,
    LineSource,
    Place,
    Problem,
    Source,
    at_line,
    did_you_mean,
)

COLUMNS = ("theme", "issue", "rationale", "source")
MAX_ROWS = 2_000  # more than twice the issues that a workshop can have
_CODES = re.compile(r"\w{1,5}(\s*,\s*\w{1,5})+")

Row = dict[str, str]  # cell text by column; a missing column is ""


def is_sheet(text: str) -> bool:
    """Return whether the first line names the two required columns."""
    return {"theme", "issue"} <= set(_columns(text, _delimiter(text)))


def parse_sheet(text: str, title: str) -> Source:
    """Parse the sheet to a tree. Raises BadWorkshopFile if it is not a sheet."""
    growing, themes = LineSource(title), dict[str, Place]()
    theme = ""
    for line, row in _rows(text, growing):
        theme = row["theme"] or theme
        if not theme:
            growing.complain(line, _("The column “%(name)s” is empty.", name="theme"))
            continue
        if comparison_key(theme) not in themes:
            themes[comparison_key(theme)] = growing.add(("themes",), line, {"title": theme})
        growing.add((*themes[comparison_key(theme)], "issues"), line, _issue(row))
    return growing


def _issue(row: Row) -> dict[str, object]:
    separator = "[,;]" if _CODES.fullmatch(row["source"]) else ";"  # "A1, B2", but not a title
    sources = [source.strip() for source in re.split(separator, row["source"])]
    return {
        "headline": row["issue"],
        "rationale": row["rationale"],
        "sources": [source for source in sources if source],
    }


def _rows(text: str, growing: LineSource) -> Iterator[tuple[int, Row]]:
    delimiter = _delimiter(text)
    columns = _columns(text, delimiter)
    if wrong := list(_wrong_columns(columns)):
        raise BadWorkshopFile([Problem(at_line(1), message) for message in wrong])
    for line, cells in _records(text, delimiter):
        if any(cells[len(columns) :]):
            growing.complain(line, _("This row has too many cells."))
        row = dict.fromkeys(COLUMNS, "") | dict(zip(columns, cells, strict=False))
        if any(row.values()):
            yield line, row


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row after the first, with its line number."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for number, cells in enumerate(reader):
            if number > MAX_ROWS:
                most = _("This is too long. Use at most %(most)s lines.", most=MAX_ROWS)
                raise BadWorkshopFile([Problem(at_line(line), most)])
            if number:
                yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error:
        broken = _("A quotation mark is missing. Inside a cell, write each quotation mark twice.")
        raise BadWorkshopFile([Problem(at_line(line), broken)]) from None


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _columns(text: str, delimiter: str) -> list[str]:
    first = text.split("\n", 1)[0]
    return [clean_line(name).strip("\" '").casefold() for name in first.split(delimiter)]


def _wrong_columns(columns: list[str]) -> Iterator[str]:
    for name, count in Counter(filter(None, columns)).items():
        if name not in COLUMNS:
            unknown = _("Unknown column “%(name)s”.", name=name[:100])
            yield " ".join(filter(None, [unknown, did_you_mean(name, COLUMNS)]))
        elif count > 1:
            yield _("“%(name)s” appears twice.", name=name)
    for name in ("theme", "issue"):
        if name not in columns:
            yield _("The first row must include the column heading “%(name)s”.", name=name)
