"""A document as a tagged PDF with embedded fonts, typeset by Typst.

Texts are passed to Typst as data, never as markup; `templates/report/file.typ` has the layout.
"""

from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from polling.core.i18n import _, lazy
from polling.core.typesetting import picture, typeset
from polling.report.data.report_data import Report
from polling.report.document import DOCUMENTS
from polling.report.document_blocks import Document, Figure, Prose, Table
from polling.report.formats.control_characters import printable
from polling.report.formats.export_format import ReportFormat
from polling.report.formats.rich_text import rich
from polling.report.options import ReportImprint
from polling.report.report_language import in_workshop_language
from polling.report.sections.imprint import imprint_lines


@in_workshop_language
def pdf(document: Document, made_at: datetime) -> bytes:
    """Return the whole file; the same document gives the same bytes."""
    return typeset("report/file.typ", told(document), made_at=made_at)


def told(document: Document) -> dict[str, Any]:
    """Return the data for the template."""
    imprint = document.imprint
    said = [[label, printable(text)] for label, text in imprint_lines(imprint)]
    words = {"contents": _("Contents")}
    author = printable(imprint.authors or imprint.publisher)
    more = {"words": words, "imprint": said, "author": author}
    pictures = {
        "logo": picture(document.logo),
        "pictures": [
            {"kind": one.kind, "alt": printable(one.alt), "bytes": content}
            for one in document.pictures
            if (content := picture(one.picture))
        ],
    }
    return _block(document) | pictures | more


def as_data(value: Any) -> Any:
    """Convert blocks to mappings with their `kind`."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, (list, tuple)):
        return [as_data(one) for one in value]
    if is_dataclass(value):
        return _block(value)
    return None if isinstance(value, ReportImprint) else value


def _block(value: Any) -> dict[str, Any]:
    match value:
        case Prose(markdown):
            return {"kind": "prose", "blocks": as_data(rich(markdown))}
        case Figure(chart):
            return {"kind": "figure", "chart": as_data(chart), "table": as_data(value.table)}
        case Table():
            return _fields(value) | {"is_short": value.is_short}
        case _:
            return _fields(value)


def _fields(value: Any) -> dict[str, Any]:
    found = {field.name: as_data(getattr(value, field.name)) for field in fields(value)}
    return {"kind": type(value).__name__.lower(), **found}


class Pdf(ReportFormat):
    """The report as a PDF."""

    key = "pdf"
    document = "publication"
    name = "PDF"
    about = lazy("for printing and sending")
    extension = "pdf"
    mimetype = "application/pdf"

    def render(self, source: Report) -> bytes:
        """Return a tagged PDF."""
        return pdf(DOCUMENTS[self.document](source), source.made_at)


class AnnexPdf(Pdf):
    """The technical annex in the same format."""

    key = "annex-pdf"
    name = Pdf.name
    about = lazy("Technical annex")
    document = download_name = archive_name = "annex"
