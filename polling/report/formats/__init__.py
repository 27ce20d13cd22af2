"""The registry of export formats: to add one, write its class and list it here.

The command line, the console, the archive of everything and the tests take the formats from here.
"""

from typing import Any

from polling.report.formats.csv import Csv
from polling.report.formats.export_format import ExportFormat, ExportSource
from polling.report.formats.html import Html
from polling.report.formats.markdown import Markdown
from polling.report.formats.pdf import Pdf
from polling.report.formats.word import Word
from polling.report.formats.workshop_file import Json
from polling.report.formats.xlsx import Xlsx

# In the order in which they are offered.
_ALL: tuple[ExportFormat[Any], ...] = (Pdf(), Word(), Html(), Markdown(), Xlsx(), Csv(), Json())
FORMATS = {each.key: each for each in _ALL}

__all__ = ["FORMATS", "ExportFormat", "ExportSource"]
