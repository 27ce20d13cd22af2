"""Render exports in a worker process, which has no database."""

from dataclasses import dataclass

from polling.core.errors import BadInput
from polling.core.i18n import _
from polling.report.document import document
from polling.report.figures.facts import Report
from polling.report.formats import FORMATS, ExportSource
from polling.report.formats.html import html
from polling.report.formats.word import docx, is_template


@dataclass(frozen=True)
class Order:
    """What to render in which format."""

    key: str
    source: ExportSource


def draw(order: Order) -> bytes:
    """The content of the file."""
    return FORMATS[order.key].render(order.source)


def draw_in_template(report: Report, template: bytes) -> bytes:
    """The report for Word in an organizer's template; BadInput if it cannot serve as one."""
    if not is_template(template):
        raise BadInput(_("This is not a Word file that can serve as a template (.docx)."))
    return docx(document(report), report.made_at, template)


def draw_page(report: Report, nonce: str) -> str:
    """The report to read in a browser. A `nonce` lets its style through."""
    return html(document(report), nonce=nonce)
