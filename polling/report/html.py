"""A document as one HTML file that needs nothing else: no script, no font, no picture from afar."""

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from polling import paths
from polling.i18n import _
from polling.report import prose
from polling.report.blocks import Document


def html(document: Document, *, nonce: str = "") -> str:
    """The whole file. A `nonce` lets its style through a content security policy."""
    return _template().render(document=document, nonce=nonce)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(paths.TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(kind=_kind, prose=_prose, paragraphs=_paragraphs)
    environment.globals["_"] = _
    return environment.get_template("report/file.html")


def _kind(block: object) -> str:
    """The name of the macro that draws it: "paragraph", "table", …"""
    return type(block).__name__.lower()


def _prose(markdown: str, level: int) -> Markup:
    return Markup(prose.to_html(markdown, level))  # noqa: S704  cleaned there


def _paragraphs(text: str) -> list[list[str]]:
    """Plain text as paragraphs of lines."""
    return [paragraph.splitlines() for paragraph in text.split("\n\n") if paragraph.strip()]
