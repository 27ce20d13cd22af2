"""Convert a guide's Markdown to HTML.

The same file is read on a code host and here, so `[…](operator.md)` must work in both places. Links
to other files of the repository are replaced by their text.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup
from slugify import slugify

_PARSER = MarkdownIt("commonmark").enable("table")
_GUIDE = re.compile(r"([\w-]+)\.md(#.*)?")


@dataclass(frozen=True)
class Guide:
    """A guide: its first heading, and its HTML."""

    title: str
    html: Markup


def render(markdown: str, names: Collection[str]) -> Guide:
    """Render one of our own files, whose first block is its heading.

    Args:
        names: the guides that links may lead to: file names without the suffix.
    """
    tokens = _PARSER.parse(markdown)
    for token, following in pairwise(tokens):
        if token.type == "heading_open":
            token.attrSet("id", slugify(following.content))
        if token.children:
            token.children = _relinked(token.children, names)
    html = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return Guide(tokens[1].content, Markup(html))  # noqa: S704  our own file, not a person's text


def _relinked(tokens: list[Token], names: Collection[str]) -> list[Token]:
    kept: list[Token] = []
    address = ""
    for token in tokens:
        if token.type == "link_open":
            address = _address(str(token.attrGet("href")), names)
            token.attrSet("href", address)
        if address or token.type not in {"link_open", "link_close"}:
            kept.append(token)
    return kept


def _address(target: str, names: Collection[str]) -> str:
    """Return a link's target, relative to a guide's page; "" if it is not served."""
    if target.startswith(("https:", "#")):
        return target
    guide = _GUIDE.fullmatch(target)
    return f"{guide[1]}{guide[2] or ''}" if guide and guide[1] in names else ""
