"""Drawing a report from an order that holds all that is to be drawn: here, or aside."""

from dataclasses import dataclass

from polling.report.document import document
from polling.report.figures.facts import Report
from polling.report.formats import FORMATS, Told
from polling.report.formats.word import docx


@dataclass(frozen=True)
class Order:
    """What is to be drawn in which format; for Word perhaps in a template."""

    key: str
    told: Told
    template: bytes = b""


def draw(order: Order) -> bytes:
    """The file."""
    if order.template and isinstance(order.told, Report):
        return docx(document(order.told), order.told.made_at, order.template)
    return FORMATS[order.key].draw(order.told)
