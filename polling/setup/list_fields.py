"""Lists as people type them into one field, and back again."""

import re
from collections.abc import Iterable

from pydantic_core import PydanticCustomError

from polling.core.i18n import _

LONGEST_HEADLINE = 300
BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,3}[.)])\s+")


def lines_of(text: object) -> object:
    """One entry a line."""
    return _once(text.splitlines()) if isinstance(text, str) else text


def headlines_of(text: object) -> object:
    """One headline a line, as pasted from a list: bullets and numbers fall away."""
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
    """ "A1, B2" in its parts, divided by semicolons or line breaks if there are any."""
    if not isinstance(text, str):
        return text
    return _once(re.split(r"[;\n]" if re.search(r"[;\n]", text) else ",", text))


def in_parts(parts: list[str]) -> str:
    """`["A1", "B2"]` as people type it: "A1, B2". A part that has a comma ends in a semicolon."""
    if any("," in part for part in parts):
        return " ".join(f"{part};" for part in parts)
    return ", ".join(parts)


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text.strip() for text in texts if text.strip()))
