"""The registry of export formats. To add a format, write its class and list it here.

A document format has a class for the publication, followed by one for the technical annex. The
command line, the console, the archive and the tests use this registry.
"""

from typing import Any

from polling.report.formats.briefs import Briefs
from polling.report.formats.csv import Csv
from polling.report.formats.export_format import ExportFormat, ExportSource
from polling.report.formats.html import AnnexHtml, Html
from polling.report.formats.markdown import AnnexMarkdown, Markdown
from polling.report.formats.pdf import AnnexPdf, Pdf
from polling.report.formats.pptx import Pptx
from polling.report.formats.word import AnnexWord, Word
from polling.report.formats.workshop_file import Json
from polling.report.formats.xlsx import FollowUp, Xlsx

# In the order of the console's list.
_ALL: tuple[ExportFormat[Any], ...] = (
    Pdf(),
    Word(),
    Html(),
    Markdown(),
    Pptx(),
    AnnexPdf(),
    AnnexWord(),
    AnnexHtml(),
    AnnexMarkdown(),
    Briefs(),
    FollowUp(),
    Xlsx(),
    Csv(),
    Json(),
)
FORMATS = {each.key: each for each in _ALL}

__all__ = ["FORMATS", "ExportFormat", "ExportSource"]
