"""Drawing a report from data alone, as a worker process does: it has no database."""

from dataclasses import dataclass

from polling.core.errors import BadInput
from polling.core.i18n import _
from polling.report.document import document
from polling.report.figures.facts import Report
from polling.report.formats import FORMATS, Told
from polling.report.formats.html import html
from polling.report.formats.word import docx, is_template


@dataclass(frozen=True)
class Order:
    """What is to be drawn in which format."""

    key: str
    told: Told


def draw(order: Order) -> bytes:
    """The file."""
    return FORMATS[order.key].draw(order.told)


def draw_in_template(report: Report, template: bytes) -> bytes:
    """The report for Word in an organizer's template; BadInput if it cannot serve as one."""
    if not is_template(template):
        raise BadInput(_("This is not a Word file that can serve as a template (.docx)."))
    return docx(document(report), report.made_at, template)


def draw_page(report: Report, nonce: str) -> str:
    """The report to read in a browser. A `nonce` lets its style through."""
    return html(document(report), nonce=nonce)
