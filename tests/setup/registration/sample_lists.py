"""Realistic registration lists."""

import io
from typing import Any

from openpyxl import Workbook

NAMES = ["Name", "E-mail", "Organization type", "Country", "Sex", "Type"]
PEOPLE = [
    ["Ana Śliwa", "ana@x.example", "Government", "Lào PDR", "F", "Speaker"],
    ["Bo Řehoř", "bo@x.example", "civil society", "Viet Nam", "M", "Participant"],
    ["Cy", "cy@x.example", "NGO", "viet nam", "", "Participant"],
    ["Di", "di@x.example", "Media", "Thailand", "female", "Panelist"],
]


def csv_of(rows: list[list[str]], sign: str = ",") -> str:
    """The rows as CSV."""
    return "".join(sign.join(row) + "\r\n" for row in rows)


def workbook(rows: list[list[Any]], *merged: str) -> bytes:
    """The rows as an Excel workbook, with some cells merged."""
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
