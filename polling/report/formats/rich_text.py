"""Organizers' Markdown as plain data, for the formats PDF and Word."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from markdown_it.tree import SyntaxTreeNode

from polling.report.formats.safe_markdown import PARSER, safe_address


@dataclass(frozen=True)
class Span:
    """Text in one style; `address` is its link's URL, or ""."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    address: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading in the text; `level` counts from 1."""

    level: int
    spans: list[Span]


@dataclass(frozen=True)
class Text:
    """A paragraph; a line break is a line feed in its spans."""

    spans: list[Span]


@dataclass(frozen=True)
class List:
    """A list; each item consists of blocks; `start` is None for an unnumbered one."""

    start: int | None
    items: list[list["RichBlock"]]


@dataclass(frozen=True)
class Quote:
    """A quotation."""

    blocks: list["RichBlock"]


@dataclass(frozen=True)
class Code:
    """Preformatted lines."""

    text: str


@dataclass(frozen=True)
class Rule:
    """A horizontal line."""


RichBlock = Heading | Text | List | Quote | Code | Rule


def rich(markdown: str) -> list[RichBlock]:
    """Return the blocks of a text, with the same parts left out as in other formats."""
    return _blocks(SyntaxTreeNode(PARSER.parse(markdown)))


def _blocks(node: SyntaxTreeNode) -> list[RichBlock]:
    return [_block(child) for child in node.children]


def _block(node: SyntaxTreeNode) -> RichBlock:
    match node.type:
        case "heading":
            return Heading(int(node.tag[1:]), _inline(node))
        case "bullet_list" | "ordered_list":
            start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
            return List(start, [_blocks(item) for item in node.children])
        case "blockquote":
            return Quote(_blocks(node))
        case "fence" | "code_block":
            return Code(node.content.rstrip("\n"))
        case "hr":
            return Rule()
        case _:
            return Text(_inline(node))


def _inline(node: SyntaxTreeNode) -> list[Span]:
    plain = Span("")
    return [span for child in node.children for span in _spans(child, plain)]


def _spans(node: SyntaxTreeNode, style: Span) -> Iterator[Span]:
    match node.type:
        case "text":
            yield replace(style, text=node.content)
        case "code_inline":
            yield replace(style, text=node.content, code=True)
        case "softbreak":
            yield replace(style, text=" ")
        case "hardbreak":
            yield replace(style, text="\n")
        case _:
            inner = _styled(node, style)
            for child in node.children:
                yield from _spans(child, inner)


def _styled(node: SyntaxTreeNode, style: Span) -> Span:
    match node.type:
        case "strong":
            return replace(style, bold=True)
        case "em":
            return replace(style, italic=True)
        case "link":
            return replace(style, address=safe_address(str(node.attrs["href"])))
        case _:
            return style
