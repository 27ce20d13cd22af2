"""A document as one HTML file that needs nothing else: no script, no font, no picture from afar."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from polling.core import paths
from polling.core.i18n import LazyString, _, lazy, speaking
from polling.report.data.report_data import Report
from polling.report.document import DOCUMENTS
from polling.report.document_blocks import Block, Document
from polling.report.formats import safe_markdown
from polling.report.formats.export_format import ReportFormat
from polling.report.report_language import in_workshop_language
from polling.report.sections.imprint import imprint_lines


@dataclass(frozen=True)
class PublicPage:
    """What the bar of a public page offers, in the reader's `language`.

    `downloads` have a format's name, what it is, and its address; `languages` a tag and its name.
    """

    language: str
    languages: dict[str, str]
    downloads: list[tuple[str, LazyString, str]]
    addresses: "Addresses"


@dataclass(frozen=True)
class Addresses:
    """Where pictures are fetched from, so that a page is light: the logo, and the others by number.

    `pictures` is what stands before the number.
    """

    logo: str
    pictures: str

    def put_into(self, document: Document) -> Document:
        """The document with these addresses instead of the pictures."""
        pictures = [
            one.model_copy(update={"picture": f"{self.pictures}{at}"})
            for at, one in enumerate(document.pictures)
        ]
        return replace(document, logo=self.logo if document.logo else "", pictures=pictures)


@in_workshop_language
def html(document: Document, *, nonce: str = "", bar: str = "") -> str:
    """The whole file.

    Args:
        document: what it says.
        nonce: lets its style through a content security policy.
        bar: what a public page has above it, as HTML; such a page has no pictures inside it.
    """
    template = _environment().get_template("report/file.html")
    return template.render(document=document, nonce=nonce, bar=bar)


def public_page(document: Document, page: PublicPage) -> str:
    """A document as the public page, its bar in the reader's language."""
    with speaking(page.language):
        bar = _environment().get_template("report/public_bar.html").render(page=page)
    linked = page.addresses.put_into(document)
    return html(linked, bar=Markup(bar))  # noqa: S704  our template


def drawn(blocks: list[Block]) -> Markup:
    """Some of a document's blocks, to stand under a heading of the first level."""
    drawing: Any = _environment().get_template("report/html_blocks.html").module
    return Markup(drawing.draw(blocks, 1, "slide"))  # noqa: S704  escaped by the template


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(paths.TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        kind=_kind, prose=_prose, paragraphs=_paragraphs, lines=imprint_lines
    )
    environment.globals["_"] = _
    return environment


def _kind(block: object) -> str:
    """The name of the macro that draws it: "paragraph", "table", …"""
    return type(block).__name__.lower()


def _prose(markdown: str, level: int) -> Markup:
    return Markup(safe_markdown.to_html(markdown, level))  # noqa: S704  cleaned there


def _paragraphs(text: str) -> list[list[str]]:
    """Plain text as paragraphs of lines."""
    return [paragraph.splitlines() for paragraph in text.split("\n\n") if paragraph.strip()]


class Html(ReportFormat):
    """The report as a page."""

    key = "html"
    document = "publication"
    name = "HTML"
    about = lazy("one file for any browser")
    extension = "html"
    mimetype = "text/html"
    is_text = True

    def render(self, source: Report) -> bytes:
        """One file without scripts."""
        return html(DOCUMENTS[self.document](source)).encode()


class AnnexHtml(Html):
    """The technical annex in the same format."""

    key = "annex-html"
    name = Html.name
    about = lazy("Technical annex")
    document = download_name = archive_name = "annex"
