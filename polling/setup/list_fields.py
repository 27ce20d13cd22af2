"""Lists and outlines that people type into one field: parsing and formatting."""

import re
from collections.abc import Iterable

from pydantic_core import PydanticCustomError

from polling.core.i18n import _

LONGEST_HEADLINE = 300
BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,3}[.)])\s+")


def lines_of(text: object) -> object:
    """Return one entry per line."""
    return _once(text.splitlines()) if isinstance(text, str) else text


def headlines_of(text: object) -> object:
    """Return one headline per line of a pasted list, without bullets and numbers."""
    if not isinstance(text, str):
        return text
    return [
        _short_enough(line) for line in _once(BULLET.sub("", line) for line in text.splitlines())
    ]


def _short_enough(line: str) -> str:
    if len(line) > LONGEST_HEADLINE:
        trouble = _(
            "“%(start)s…” is longer than %(most)s characters.",
            start=line[:60],
            most=LONGEST_HEADLINE,
        )
        raise PydanticCustomError("headline_too_long", "{trouble}", {"trouble": trouble})
    return line


def parts_of(text: object) -> object:
    """Split "A1, B2" into its parts; only at semicolons or line breaks if there are any."""
    if not isinstance(text, str):
        return text
    return _once(re.split(r"[;\n]" if re.search(r"[;\n]", text) else ",", text))


def in_parts(parts: list[str]) -> str:
    """Format `["A1", "B2"]` as typed: "A1, B2". A part with a comma ends in a semicolon."""
    if any("," in part for part in parts):
        return " ".join(f"{part};" for part in parts)
    return ", ".join(parts)


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text.strip() for text in texts if text.strip()))


def outline_as_markdown(text: str) -> str:
    """Convert the text to a Markdown outline.

    The first line of a block is a theme, the other lines are its issues. Texts with headings,
    sheets and workshop files are returned unchanged.
    """
    lines = text.splitlines()
    if any(line.startswith(("#", "{")) for line in lines) or _is_sheet(lines):
        return text
    marked, begins_block = [], True
    for line in lines:
        words = line.strip()
        is_issue = BULLET.match(line) or not begins_block
        marked.append(f"{'- ' if is_issue else '# '}{BULLET.sub('', words)}" if words else "")
        begins_block = not words
    return "\n".join(marked)


def _is_sheet(lines: list[str]) -> bool:
    first = next(iter(lines), "").lower()
    return "theme" in first and "issue" in first and any(mark in first for mark in ",;\t")
