"""Escape plain text for Markdown, so that it is shown literally."""

import re

_MARKUP = re.compile(r"[\\`*_\[\]{}|~#$]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BARE_LINK = re.compile(r"(?i)(?<=\bhttp)(?=:)|(?<=\bhttps)(?=:)|(?<=\bftp)(?=:)|(?<=\bwww)(?=\.)")
_NUMBER = re.compile(r"^([^\S\n]*\d{1,9})(?=[.)](\s|$))", re.MULTILINE)
_MARK = re.compile(r"^([^\S\n]*)(?=[-+=>])", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


def escape(text: str) -> str:
    """Escape inline markup."""
    text = _MARKUP.sub(r"\\\g<0>", text)
    text = _ENTITY.sub("&amp;", text).replace("<", "&lt;")
    return _BARE_LINK.sub(r"\\", text)


def escape_starts(text: str) -> str:
    """Escape line starts that would begin a list, quotation, heading or code."""
    text = _INDENT.sub("", text)
    return _MARK.sub(r"\1\\", _NUMBER.sub(r"\1\\", text))


def paragraph(text: str) -> str:
    """Return plain text as one or more paragraphs, with its line breaks."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    escaped = [escape_starts(escape(one)).strip() for one in paragraphs]
    return "\n\n".join(one.replace("\n", "\\\n") for one in escaped)


def line(text: str) -> str:
    """Return plain text on one line, for a heading or a table cell."""
    return escape_starts(escape(" ".join(text.split())))
