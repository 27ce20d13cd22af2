"""Render exports in a worker process without a database."""

from dataclasses import dataclass

from polling.core.errors import BadInput, NotFound
from polling.core.i18n import _
from polling.report.data.report_data import Report
from polling.report.document import publication
from polling.report.formats import FORMATS, ExportSource
from polling.report.formats.briefs import brief_file
from polling.report.formats.html import Addresses, PublicPage, html, public_page
from polling.report.formats.word import docx, is_template
from polling.report.pictures import ReportPicture
from polling.report.versions.serialization import Frozen, load
from polling.report.word_template import NO_TEMPLATE


@dataclass(frozen=True)
class Order:
    """What to render, and in which format."""

    key: str
    source: ExportSource


def draw(order: Order) -> bytes:
    """Return the content of the file."""
    return FORMATS[order.key].render(order.source)


def draw_version(version: Frozen, key: str) -> bytes:
    """Return a version in one of the formats."""
    return draw(Order(key, load(version)))


def draw_brief(report: Report, name: str) -> bytes:
    """Return the brief with this file name. Raises NotFound if there is none."""
    content = brief_file(report, name)
    if content is None:
        raise NotFound(_("This page does not exist."))
    return content


def draw_in_template(report: Report, template: bytes) -> bytes:
    """Return the report for Word in an organizer's template. Raises BadInput if it is unusable."""
    if not is_template(template):
        raise BadInput(str(NO_TEMPLATE))
    return docx(publication(report), report.made_at, template)


def draw_page(report: Report | Frozen, nonce: str, addresses: Addresses | None = None) -> str:
    """Return the publication for a browser, with pictures embedded or by URL.

    A `nonce` allows its style.
    """
    document = publication(load(report) if isinstance(report, Frozen) else report)
    return html(addresses.put_into(document) if addresses else document, nonce=nonce)


def draw_public_page(report: Frozen, page: PublicPage) -> str:
    """Return the publication for the public page."""
    return public_page(publication(load(report)), page)


def pictures_of(report: Frozen) -> list[ReportPicture]:
    """Return the pictures of a version."""
    return load(report).pictures
