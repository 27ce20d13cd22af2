"""A document as a PDF: tagged, its fonts inside, its figures drawn by Typst, for paper and screens.

All words reach Typst as data, never as markup; `templates/report/file.typ` says how it looks.
"""

from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from polling.core.i18n import _, lazy
from polling.core.typesetting import picture, typeset
from polling.report.blocks import Document, Figure, Prose, Table
from polling.report.document import document as document_of
from polling.report.figures.facts import Report
from polling.report.formats.export_format import ReportFormat
from polling.report.formats.printable import printable
from polling.report.formats.rich_text import rich
from polling.report.language import in_workshop_language


@in_workshop_language
def pdf(document: Document, made_at: datetime) -> bytes:
    """The whole file; the same document is always the same bytes."""
    words = {"contents": _("Contents"), "table": _("Table")}
    data = as_data(document) | {"logo": picture(document.logo), "words": words}
    return typeset("report/file.typ", data, made_at=made_at)


def as_data(value: Any) -> Any:
    """Blocks as mappings that say their `kind`."""
    if isinstance(value, Prose):
        return {"kind": "prose", "blocks": as_data(rich(value.markdown))}
    if isinstance(value, Figure):
        return {"kind": "figure", "chart": as_data(value.chart), "table": as_data(value.table)}
    if isinstance(value, Table):
        return _fields(value) | {"is_short": value.is_short}
    if is_dataclass(value):
        return _fields(value)
    if isinstance(value, list):
        return [as_data(one) for one in value]
    return printable(value) if isinstance(value, str) else value


def _fields(value: Any) -> dict[str, Any]:
    found = {field.name: as_data(getattr(value, field.name)) for field in fields(value)}
    return {"kind": type(value).__name__.lower(), **found}


class Pdf(ReportFormat):
    """The report as a PDF."""

    key = "pdf"
    name = "PDF"
    about = lazy("the report, to print and to send")
    extension = "pdf"
    mimetype = "application/pdf"

    def render(self, source: Report) -> bytes:
        """A tagged PDF."""
        return pdf(document_of(source), source.made_at)
