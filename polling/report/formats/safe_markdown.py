"""Organizers' Markdown, sanitized: no HTML, no pictures, only safe links.

Headings in a text are below the heading of its section.
"""

import re
from collections.abc import Iterable, Iterator

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, paragraph
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from polling.report.writing.markdown_escape import escape, escape_starts

DEEPEST_NESTING = 12  # a list has two levels: itself and its items


def _parser() -> MarkdownIt:
    """Return a parser that keeps text which is nested too deeply, as a plain paragraph.

    Otherwise, it would leave out this text, and the formats would fail because they are recursive.
    """
    made = MarkdownIt("commonmark", {"html": False}).disable("image")
    made.block.ruler.before("code", "flat", _flat_block)
    made.core.ruler.after("inline", "flat_styles", _flatten_styles)
    return made


def _flat_block(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    return state.level >= DEEPEST_NESTING and paragraph(state, first, end, silent)


def _flatten_styles(state: StateCore) -> None:
    for token in state.tokens:
        token.children = token.children and list(_flat_styles(token.children))


def _flat_styles(tokens: Iterable[Token]) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += min(token.nesting, 0)
        if token.nesting == 0 or depth < DEEPEST_NESTING:
            yield token
        depth += max(token.nesting, 0)


PARSER = _parser()
_TAGS = {
    *("h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "blockquote", "pre", "code"),
    *("ul", "ol", "li", "em", "strong", "a"),
}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto"}
DEEPEST_HEADING = 6


def to_html(markdown: str, level: int) -> str:
    """Return clean HTML. `level` is that of the heading above, from 1."""
    tokens = PARSER.parse(markdown)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{_lowered(token.tag, level)}"
    html = PARSER.renderer.render(tokens, PARSER.options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        url_relative="deny",  # in a downloaded file, //host would be a network share
    )


def _lowered(tag: str, level: int) -> int:
    return min(DEEPEST_HEADING, int(tag[1:]) + level)


def to_markdown(markdown: str, level: int) -> str:
    """Return clean CommonMark with the same content and nothing that a program could execute."""
    return _blocks(SyntaxTreeNode(PARSER.parse(markdown)), level)


def _blocks(node: SyntaxTreeNode, level: int) -> str:
    return "\n\n".join(_block(child, level) for child in node.children)


def _block(node: SyntaxTreeNode, level: int) -> str:
    match node.type:
        case "heading":
            return f"{'#' * _lowered(node.tag, level)} {_inline(node).replace(chr(10), ' ')}"
        case "bullet_list" | "ordered_list":
            return "\n".join(_list(node, level))
        case "blockquote":
            return _prefixed("> ", "> ", _blocks(node, level))
        case "fence" | "code_block":
            return _fenced(node.content)
        case "hr":
            return "* * *"
        case _:
            return _inline(node)


def _list(node: SyntaxTreeNode, level: int) -> list[str]:
    first = int(node.attrs.get("start", 1))
    marks = (
        f"{first + at}. " if node.type == "ordered_list" else "- "
        for at in range(len(node.children))
    )
    return [
        _prefixed(mark, " " * len(mark), _blocks(item, level))
        for mark, item in zip(marks, node.children, strict=True)
    ]


def _prefixed(first: str, others: str, text: str) -> str:
    return first + text.replace("\n", "\n" + others)


def _fenced(code: str) -> str:
    fence = "`" * max(3, _longest_run(code) + 1)
    return f"{fence}\n{code.rstrip()}\n{fence}"


def _longest_run(code: str) -> int:
    return max((len(run) for run in re.findall("`+", code)), default=0)


def _inline(node: SyntaxTreeNode) -> str:
    text = "".join(_span(child) for child in node.children)
    # Brackets in texts are escaped, so this is an exclamation mark before a link.
    return escape_starts(text.replace("![", "\\!["))


_AROUND = {
    "em": ("*", "*"),
    "strong": ("**", "**"),
    "hardbreak": ("\\", "\n"),
    "softbreak": ("", "\n"),
}


def _span(node: SyntaxTreeNode) -> str:
    if node.type == "text":
        return escape(node.content)
    if node.type == "code_inline":
        ticks = "`" * (_longest_run(node.content) + 1)
        return f"{ticks} {node.content} {ticks}"
    inside = "".join(_span(child) for child in node.children)
    if node.type == "link":
        return _link(inside, str(node.attrs["href"]))
    before, after = _AROUND.get(node.type, ("", ""))
    return f"{before}{inside}{after}"


def _link(inside: str, address: str) -> str:
    bare = safe_address(address)
    return f"[{inside}](<{bare}>)" if bare else inside


def safe_address(address: str) -> str:
    """Return a link's URL if it is allowed; otherwise "", and only its text is printed."""
    scheme = address.partition(":")[0].lower()
    return re.sub(r"[<>\s]", "", address) if scheme in _SCHEMES else ""
