"""Plain text as Markdown that shows exactly this text, whatever is in it."""

import re

_MARKUP = re.compile(r"[\\`*_\[\]{}|~#$]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BARE_LINK = re.compile(r"(?i)(?<=\bhttp)(?=:)|(?<=\bhttps)(?=:)|(?<=\bftp)(?=:)|(?<=\bwww)(?=\.)")
_NUMBER = re.compile(r"^(\s*\d{1,9})(?=[.)](\s|$))", re.MULTILINE)
_MARK = re.compile(r"^(\s*)(?=[-+=>])", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


def escape(text: str) -> str:
    """`text` with nothing inside its lines that a reader of Markdown would take for markup."""
    text = _MARKUP.sub(r"\\\g<0>", text)
    text = _ENTITY.sub("&amp;", text).replace("<", "&lt;")
    return _BARE_LINK.sub(r"\\", text)


def escape_starts(text: str) -> str:
    """Escaped text whose lines begin no list, quotation, heading or code."""
    text = _INDENT.sub("", text)
    return _MARK.sub(r"\1\\", _NUMBER.sub(r"\1\\", text))


def paragraph(text: str) -> str:
    """Plain text as one or more paragraphs, its line breaks kept."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    escaped = [escape_starts(escape(one)).strip() for one in paragraphs]
    return "\n\n".join(one.replace("\n", "\\\n") for one in escaped)


def line(text: str) -> str:
    """Plain text on one line, as in a heading or the cell of a table."""
    return escape_starts(escape(" ".join(text.split())))
