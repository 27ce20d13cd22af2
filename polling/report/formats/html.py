"""A document as one HTML file that needs nothing else: no script, no font, no picture from afar."""

from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from polling.core import paths
from polling.core.i18n import _, lazy
from polling.report.blocks import Block, Document
from polling.report.document import document as document_of
from polling.report.figures.facts import Report
from polling.report.formats import prose
from polling.report.formats.export_format import ReportFormat
from polling.report.language import in_workshop_language


@in_workshop_language
def html(document: Document, *, nonce: str = "") -> str:
    """The whole file. A `nonce` lets its style through a content security policy."""
    return _environment().get_template("report/file.html").render(document=document, nonce=nonce)


def drawn(blocks: list[Block]) -> Markup:
    """Some of a document's blocks, to stand under a heading of the first level."""
    drawing: Any = _environment().get_template("report/drawing.html").module
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
    environment.filters.update(kind=_kind, prose=_prose, paragraphs=_paragraphs)
    environment.globals["_"] = _
    return environment


def _kind(block: object) -> str:
    """The name of the macro that draws it: "paragraph", "table", …"""
    return type(block).__name__.lower()


def _prose(markdown: str, level: int) -> Markup:
    return Markup(prose.to_html(markdown, level))  # noqa: S704  cleaned there


def _paragraphs(text: str) -> list[list[str]]:
    """Plain text as paragraphs of lines."""
    return [paragraph.splitlines() for paragraph in text.split("\n\n") if paragraph.strip()]


class Html(ReportFormat):
    """The report as a page."""

    key = "html"
    name = "HTML"
    about = lazy("the report in one file, to read in any browser")
    extension = "html"
    mimetype = "text/html"
    is_text = True

    def render(self, source: Report) -> bytes:
        """One file without scripts."""
        return html(document_of(source)).encode()
