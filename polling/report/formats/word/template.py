"""An organizer's untrusted Word template: only its styles, page, headers and footers are used.

Its text is removed. Only a short list of a Word file's parts is kept, and of a header only what it
displays, so that a report contains no macros, embedded objects or hidden data of the template. A
template is refused if a header or a style would load something from elsewhere when the report is
opened.
"""

import io
from collections.abc import Container
from typing import Any

import docx as python_docx
from docx.document import Document as WordDocument
from docx.opc.part import Part, XmlPart
from docx.opc.rel import Relationships, _Relationship
from docx.oxml import parse_xml
from docx.oxml.ns import nsmap, qn

from polling.report.formats.word.visible_content import hiding_styles, keep_fields, keep_visible
from polling.report.word_template import parts_of
from polling.uploads.archive import BadArchive, packed
from polling.uploads.picture_metadata import pixels_only
from polling.workshop.pictures import kind_of

# The last word of a relationship's type: the purpose of the part.
_OF_FILE = {"officeDocument"}  # its properties are those of the report
_OF_TEXT = {"styles", "theme", "settings", "fontTable", "numbering"}
_HEADERS = {"header", "footer"}
_SAVED_AS_IS = {"theme", "fontTable"}
_OF_PART = {"image", "hyperlink", "font"}
_LINKS = ("http:", "https:", "mailto:")
_SETTINGS = {
    *("mirrorMargins", "alignBordersAndEdges", "gutterAtTop", "evenAndOddHeaders"),
    *("bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter", "displayBackgroundShape"),
    *("embedTrueTypeFonts", "saveSubsetFonts", "defaultTabStop", "characterSpacingControl"),
    *("autoHyphenation", "consecutiveHyphenLimit", "hyphenationZone", "doNotHyphenateCaps"),
    *("noLineBreaksAfter", "noLineBreaksBefore", "compat", "themeFontLang", "clrSchemeMapping"),
    *("decimalSymbol", "listSeparator"),
}
_REFERENCE = qn("r:")
_ADDRESSES = {"src", "href", "althref"}  # of shapes
_WITH_ADDRESS = "descendant-or-self::*[@*[{}]]".format(
    " or ".join(f"local-name() = '{name}'" for name in sorted(_ADDRESSES))
)
_REFERENCES = f"descendant-or-self::*/@*[namespace-uri() = '{nsmap['r']}']"


class BadTemplate(ValueError):
    """python-docx, or later Word, must not read this file."""


def emptied(content: bytes) -> WordDocument:
    """Return the template without its text.

    Raises:
        BadTemplate: it is not a Word file, or would load something.
    """
    try:
        word = python_docx.Document(io.BytesIO(packed(parts_of(content))))
        remove_text(word)
        _keep_only(word)
    except BadArchive as error:
        raise BadTemplate(str(error)) from error
    return word


def remove_text(word: WordDocument) -> None:
    """Keep only the last section's properties, which have the page and its headers."""
    _inherit_headers(word)
    body: Any = word.element.body
    for one in list(body):
        if one.tag != qn("w:sectPr"):
            body.remove(one)


def _inherit_headers(word: WordDocument) -> None:
    """Give the last section the headers that it has from earlier ones."""
    *earlier, last = (section._sectPr for section in word.sections)
    found = {_page(one) for one in _headers(last)}
    for one in (one for section in reversed(earlier) for one in _headers(section)):
        if _page(one) not in found:
            last.insert(0, one)
            found.add(_page(one))


def _headers(section: Any) -> list[Any]:
    return list(section.iterchildren(qn("w:headerReference"), qn("w:footerReference")))


def _page(header: Any) -> tuple[str, str]:
    return header.tag, header.get(qn("w:type"), "default")


def _keep_only(word: WordDocument) -> None:
    package, main = word.part.package, word.part
    assert package is not None  # noqa: S101  it was opened from one
    _drop_others(package.rels, _OF_FILE)
    _remove_undisplayed_headers(word)
    for one in list(word.settings.element):
        if one.tag not in {qn(f"w:{name}") for name in _SETTINGS}:
            word.settings.element.remove(one)
    hiding = hiding_styles(word.styles.element)
    keep_visible(main.element, hiding)
    headers = {key for key, one in main.rels.items() if _kind(one) in _HEADERS}
    _drop_others(main.rels, _OF_TEXT | _HEADERS, headers - _references(main))
    _require_its_references(main)
    for one in main.rels.values():
        part = one.target_part
        if _kind(one) in _HEADERS:
            keep_visible(_saved(part), hiding)
            keep_fields(_saved(part))
        if _kind(one) not in _SAVED_AS_IS:
            _remove_addresses(_saved(part))
        _drop_others(part.rels, _OF_PART, part.rels.keys() - _references(part))
        _require_its_references(part)
        _clean_pictures(part)
    _remove_addresses(main.element)


def _remove_undisplayed_headers(word: WordDocument) -> None:
    """Remove the references to headers of first or even pages that are like the other pages."""
    section = word.sections[-1]
    shown = {"default"}
    shown |= {"first"} if section.different_first_page_header_footer else set()
    shown |= {"even"} if word.settings.odd_and_even_pages_header_footer else set()
    for one in _headers(section._sectPr):
        if _page(one)[1] not in shown:
            section._sectPr.remove(one)


def _kind(relationship: _Relationship) -> str:
    return relationship.reltype.rpartition("/")[2]


def _drop_others(rels: Relationships, kept: Container[str], unused: Container[str] = ()) -> None:
    for key, one in list(rels.items()):
        loads = one.is_external and not one.target_ref.lower().startswith(_LINKS)
        kind = _kind(one)
        is_kept = kind in kept and one.is_external is (kind == "hyperlink")
        if loads or not is_kept or key in unused:
            del rels[key]


def _remove_addresses(element: Any) -> None:
    for one in element.xpath(_WITH_ADDRESS):
        for name in list(one.attrib):
            if name.rpartition("}")[2] in _ADDRESSES and not name.startswith(_REFERENCE):
                del one.attrib[name]


def _references(part: Part) -> set[str]:
    """Return the keys of the relationships that the part refers to."""
    return {str(key) for key in _parsed(part).xpath(_REFERENCES)}


def _require_its_references(part: Part) -> None:
    """Refuse a part that refers to a removed one: an object, a linked picture, an unusual link."""
    if any(_references(part) - part.rels.keys()):
        raise BadTemplate("it has an object or a link to elsewhere")


def _clean_pictures(part: Part) -> None:
    """Remove the metadata of pictures, and whatever they are related to."""
    for one in part.rels.values():
        if not one.is_external:
            picture = one.target_part
            picture.rels.clear()
            if kind_of(picture.blob):
                picture._blob = pixels_only(picture.blob)


def _saved(part: Part) -> Any:
    """Return the element as which a part will be saved."""
    if not isinstance(part, XmlPart):
        raise BadTemplate("a part has another type than the file says")
    return part.element


def _parsed(part: Part) -> Any:
    return part.element if isinstance(part, XmlPart) else parse_xml(part.blob)
