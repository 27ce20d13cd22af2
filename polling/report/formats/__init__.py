"""The registry of export formats: to add one, write its class and list it here.

A format of a document has a class for the publication, and one for the technical annex below it.
The command line, the console, the archive of everything and the tests take the formats from here.
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

# In the order in which they are offered.
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
