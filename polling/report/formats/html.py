"""A document as a self-contained HTML file, without scripts, fonts or remote pictures."""

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
from polling.report.formats.complex_scripts import script_of
from polling.report.formats.export_format import ReportFormat
from polling.report.report_language import in_workshop_language
from polling.report.sections.imprint import imprint_lines


@dataclass(frozen=True)
class PublicPage:
    """The bar of a public page, in the reader's `language`.

    `downloads` have a format's name, description and URL; `languages` have a tag and a name.
    """

    language: str
    languages: dict[str, str]
    downloads: list[tuple[str, LazyString, str]]
    addresses: "Addresses"


@dataclass(frozen=True)
class Addresses:
    """The URLs of pictures, which make a page smaller: the logo, and the others by number.

    `pictures` is the URL without the number.
    """

    logo: str
    pictures: str

    def put_into(self, document: Document) -> Document:
        """Replace the document's pictures by these URLs."""
        pictures = [
            one.model_copy(update={"picture": f"{self.pictures}{at}"})
            for at, one in enumerate(document.pictures)
        ]
        return replace(document, logo=self.logo if document.logo else "", pictures=pictures)


@in_workshop_language
def html(document: Document, *, nonce: str = "", bar: str = "") -> str:
    """Return the whole file.

    Args:
        document: the document.
        nonce: allows its style in a content security policy.
        bar: the bar above a public page, as HTML; such a page has no embedded pictures.
    """
    template = _environment().get_template("report/file.html")
    return template.render(document=document, nonce=nonce, bar=bar)


def public_page(document: Document, page: PublicPage) -> str:
    """Return a document as the public page, with a bar in the reader's language."""
    with speaking(page.language):
        bar = _environment().get_template("report/public_bar.html").render(page=page)
    linked = page.addresses.put_into(document)
    return html(linked, bar=Markup(bar))  # noqa: S704  our template


def drawn(blocks: list[Block]) -> Markup:
    """Return some blocks of a document, for use below a heading of level 1."""
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
        kind=_kind, prose=_prose, paragraphs=_paragraphs, lines=imprint_lines, lang=_lang
    )
    environment.globals["_"] = _
    return environment


def _kind(block: object) -> str:
    """Return the name of the macro that draws the block: "paragraph", "table", …"""
    return type(block).__name__.lower()


def _lang(text: str) -> Markup:
    """Return the `lang` of a text whose script shows it: it may not be the document's."""
    script = script_of(text)
    if not script or len(script.letters.findall(text)) < len(text) / 2:
        return Markup()
    return Markup(' lang="{}"').format(script.language.partition("-")[0])


def _prose(markdown: str, level: int) -> Markup:
    return Markup(safe_markdown.to_html(markdown, level))  # noqa: S704  cleaned there


def _paragraphs(text: str) -> list[list[str]]:
    """Split plain text into paragraphs of lines."""
    return [paragraph.splitlines() for paragraph in text.split("\n\n") if paragraph.strip()]


class Html(ReportFormat):
    """The report as a web page."""

    key = "html"
    document = "publication"
    name = "HTML"
    about = lazy("one file for any browser")
    extension = "html"
    mimetype = "text/html"
    is_text = True

    def render(self, source: Report) -> bytes:
        """Return one file without scripts."""
        return html(DOCUMENTS[self.document](source)).encode()


class AnnexHtml(Html):
    """The technical annex in the same format."""

    key = "annex-html"
    name = Html.name
    about = lazy("Technical annex")
    document = download_name = archive_name = "annex"
