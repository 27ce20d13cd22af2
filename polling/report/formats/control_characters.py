"""Remove characters that documents cannot contain."""

import re

# Control characters except tab and line feed, lone surrogates, and non-characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Remove characters that XML or PDF cannot contain, and normalize line breaks to line feeds."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
