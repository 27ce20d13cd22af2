"""An organizer's untrusted Word template: only its styles, page, headers and footers are used.

Its text is removed. Only a short list of a Word file's parts is kept, so that a report contains no
macros, embedded objects or data of the template. A template is refused if a header or a style would
load something from elsewhere when the report is opened.
"""

import io
import re
from typing import Any

import docx as python_docx
from docx.document import Document as WordDocument
from docx.opc.part import Part, XmlPart
from docx.opc.rel import Relationships
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from polling.report.word_template import MOST_PARTS, MOST_UNPACKED
from polling.uploads.archive import BadArchive, packed, unpacked

# The last word of a relationship's type: the purpose of the part.
_OF_FILE = {"officeDocument", "core-properties", "extended-properties"}
_OF_TEXT = {
    *("styles", "theme", "settings", "fontTable", "numbering"),
    *("header", "footer", "footnotes", "endnotes"),
}
_OF_PART = {"image", "hyperlink", "font"}
_LINKS = ("http:", "https:", "mailto:")
_GONE = [qn(f"w:{name}") for name in ("attachedTemplate", "mailMerge", "printerSettings")]
_FIELD_THAT_LOADS = re.compile(
    r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|EMBED|DATABASE|RD|MACROBUTTON)\b"
)
_REFERENCES = [qn(f"r:{name}") for name in ("id", "embed", "link", "pict", "href")]


class BadTemplate(ValueError):
    """python-docx, or later Word, must not read this file."""


def emptied(content: bytes) -> WordDocument:
    """Return the template without its text.

    Raises:
        BadTemplate: it is not a Word file, or would load something.
    """
    try:
        parts = unpacked(content, most_bytes=MOST_UNPACKED, most_parts=MOST_PARTS)
        word = python_docx.Document(io.BytesIO(packed(parts)))
        remove_text(word)
        _keep_only(word)
    except BadArchive as error:
        raise BadTemplate(str(error)) from error
    return word


def remove_text(word: WordDocument) -> None:
    """Keep only the last section's properties, which have the page and its headers."""
    body: Any = word.element.body
    for one in list(body):
        if one.tag != qn("w:sectPr"):
            body.remove(one)


def _keep_only(word: WordDocument) -> None:
    package, main = word.part.package, word.part
    assert package is not None  # noqa: S101  it was opened from one
    _drop_others(package.rels, _OF_FILE)
    _drop_others(main.rels, _OF_TEXT)
    for part in [main, *(one.target_part for one in main.rels.values())]:
        _clean(part)
        if part is not main:
            _drop_others(part.rels, _OF_PART)
        _require_its_references(part)


def _drop_others(relationships: Relationships, kept: set[str]) -> None:
    for key, one in list(relationships.items()):
        loads = one.is_external and not one.target_ref.lower().startswith(_LINKS)
        kind = one.reltype.rpartition("/")[2]
        if loads or kind not in kept or one.is_external is not (kind == "hyperlink"):
            del relationships[key]


def _clean(part: Part) -> None:
    """Remove invisible elements; refuse fields that load something."""
    element = _element(part)
    for one in list(element.iter(*_GONE)):  # only in parts that are saved as parsed
        one.getparent().remove(one)
    # A code may be split into several texts, but not across the beginning or end of a field.
    texts = element.iter(qn("w:instrText"), qn("w:fldChar"))
    codes = "".join(one.text or "" if one.tag == qn("w:instrText") else " " for one in texts)
    simple = " ".join(one.get(qn("w:instr"), "") for one in element.iter(qn("w:fldSimple")))
    if _FIELD_THAT_LOADS.search(f"{codes} {simple}".upper()):
        raise BadTemplate("a field would load something")


def _require_its_references(part: Part) -> None:
    """Refuse a part that refers to a removed one: an object, a linked picture, an unusual link."""
    for one in _element(part).iter():
        for name in _REFERENCES:
            key = one.get(name)
            if key and key not in part.rels:
                raise BadTemplate("it has an object or a link to elsewhere")


def _element(part: Part) -> Any:
    return part.element if isinstance(part, XmlPart) else parse_xml(part.blob)
