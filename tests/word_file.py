"""The content of a Word file, read from its XML."""

import io
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn


def opened(content: bytes) -> WordDocument:
    """The file, for reading."""
    return Document(io.BytesIO(content))


def text(word: WordDocument) -> str:
    """All text, including tables and descriptions of pictures, with single spaces between words."""
    body: Any = word.element.body
    lines = [
        "".join(map(_words, one.iter(qn("w:t"), qn("wp:docPr")))) for one in body.iter(qn("w:p"))
    ]
    return " ".join(" ".join(lines).split())


def _words(one: Any) -> str:
    return one.text or "" if one.tag == qn("w:t") else one.get("descr", "")


def styles(word: WordDocument) -> list[tuple[str, str]]:
    """The paragraphs that have text, as (style, text)."""
    found = ((one.style.name if one.style else "", one.text) for one in word.paragraphs)
    return [(style or "", shown) for style, shown in found if shown]
