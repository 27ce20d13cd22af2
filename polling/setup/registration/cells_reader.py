"""openpyxl's reader, restricted to the parts of a checked workbook, with fixed purposes.

The file says itself which part is what. A part with millions of rows must not be read as anything
but a sheet, and each sheet only once.
"""

from io import BytesIO
from typing import Any

from openpyxl.packaging.manifest import Manifest, Override
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS, XLSX


def opened(data: bytes, book: str, strings: str | None) -> Any:
    """Return the workbook with this main part and table of strings."""
    reader = _Reader(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    reader.parts = {book: XLSX} | ({strings: SHARED_STRINGS} if strings else {})
    reader.read()
    return reader.wb


class _Reader(ExcelReader):
    parts: dict[str, str]

    def read_manifest(self) -> None:
        self.package = Manifest(
            Override=[Override(f"/{name}", kind) for name, kind in self.parts.items()]
        )

    def read_worksheets(self) -> None:
        targets = [rel.target for _sheet, rel in self.parser.find_sheets()]
        if len(set(targets)) < len(targets):
            raise ValueError("two sheets are one part")
        super().read_worksheets()

    def read_chartsheet(self, *_sheet: object) -> None:
        """Leave it out."""
