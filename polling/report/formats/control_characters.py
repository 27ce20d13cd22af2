"""Texts for documents that hold only what can be written or printed."""

import re

# Control characters but tab and line feed, halves of surrogate pairs, and non-characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """`text` without what neither XML nor a PDF may contain; its line breaks are line feeds."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
