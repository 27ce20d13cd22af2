"""The visible content of a template's headers and footers.

Word stores more than it displays: deleted and hidden texts, names of reviewers, data of forms. So
only the elements and fields listed here are kept. Of any other field, only its text is kept.
"""

import re
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import nsmap, qn

_KEPT = {
    *("document", "body", "background", "hdr", "ftr", "p", "r", "hyperlink", "dir", "bdo"),
    *("t", "tab", "ptab", "br", "cr", "noBreakHyphen", "softHyphen", "sym", "pgNum"),
    *("ruby", "rt", "rubyBase", "fldChar", "instrText", "fldSimple", "sdt", "sdtContent"),
    *("drawing", "pict", "object", "txbxContent", "tbl", "tr", "tc"),
}
_UNWRAPPED = {"ins", "moveTo", "smartTag", "customXml"}
_PROPERTIES = {
    *("sectPr", "pPr", "rPr", "rubyPr"),
    *("tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr"),
}
_REVISIONS = {"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge"}
_FIELDS = {
    *("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "STYLEREF", "TITLE", "SUBJECT", "AUTHOR"),
    *("DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "FILENAME"),
    *("IF", "=", "SYMBOL", "EQ", "ADVANCE"),
}
_PROPERTY_OF_THE_REPORT = re.compile(r"coreProperties.*:(title|subject|creator)\b")
_OFF = {"0", "false", "off"}


def hiding_styles(styles: Any) -> set[str]:
    """Return the ids of the styles whose text is hidden."""
    shown = {one.get(qn("w:styleId")): _find(one, "w:rPr/w:vanish") for one in styles}
    based = {one.get(qn("w:styleId")): _value(one, "w:basedOn") for one in styles}
    found = {name for name, vanish in shown.items() if _is_on(vanish)}
    undecided = [name for name, vanish in shown.items() if vanish is None]
    while more := {name for name in undecided if based[name] in found} - found:
        found |= more
    return found


def keep_visible(element: Any, hiding: Container[str]) -> None:
    """Remove everything that is not listed above, or hidden by itself or one of these styles."""
    for one in list(element):
        kind = _kind(one)
        if kind in _PROPERTIES:
            _accept_revisions(one)
        elif kind == "sdtPr":
            _keep_binding(one)
        elif kind in _UNWRAPPED:
            keep_visible(one, hiding)
            _unwrap(one)
        elif kind not in _KEPT | {"other"} or _is_hidden(one, kind, hiding):
            element.remove(one)
        else:
            keep_visible(one, hiding)
            if kind == "tbl" and one.find(qn("w:tr")) is None:
                element.remove(one)


def keep_fields(element: Any) -> None:
    """Replace all but the listed fields by their displayed texts.

    Raises:
        ValueError: a field has no beginning or no end.
    """
    for simple in list(element.iter(qn("w:fldSimple"))):
        if not _is_listed(simple.get(qn("w:instr"), "")):
            _unwrap(simple)
    fields = [_Field(is_displayed=True)]  # the text outside fields, then those not yet at their end
    for one in list(element.iter(qn("w:fldChar"), qn("w:instrText"), qn("w:t"))):
        mark = one.get(qn("w:fldCharType"))
        if mark == "begin":
            fields[-1].code += "{}"  # which is not the name of a field
            fields.append(_Field())
        fields[-1].add(one, mark)
        if mark == "end" and len(fields) > 1:
            fields.pop().remove_unless_listed()
    if len(fields) > 1 or fields[0].parts:
        raise ValueError("a field has no beginning or no end")


@dataclass
class _Field:
    """A field with its marks and the text of its code."""

    parts: list[Any] = field(default_factory=list)
    code: str = ""
    is_displayed: bool = False

    def add(self, one: Any, mark: str | None) -> None:
        if one.tag == qn("w:t") and self.is_displayed:
            return
        self.parts.append(one)
        self.code += "" if mark else one.text or ""
        self.is_displayed = self.is_displayed or mark == "separate"

    def remove_unless_listed(self) -> None:
        if not _is_listed(self.code):
            for one in self.parts:
                one.getparent().remove(one)


def _is_listed(code: str) -> bool:
    name = re.match(r"\s*(=|\w+)", code)
    return name is not None and name[1].upper() in _FIELDS


def _kind(element: Any) -> str:
    """Return the name of an element of Word; "other" for drawings and the like; "" for comments."""
    if not isinstance(element.tag, str):
        return ""
    namespace, _, name = element.tag.rpartition("}")
    if name == "svgBlip":
        return ""  # may load something; there is also a picture in pixels
    return name if namespace[1:] == nsmap["w"] else "other"


def _is_hidden(one: Any, kind: str, hiding: Container[str]) -> bool:
    match kind:
        case "r":
            vanish = _find(one, "w:rPr/w:vanish")
            return _is_on(vanish) if vanish is not None else _is_in_style(one, hiding)
        case "tr" | "tc":
            marks = ("w:trPr/w:del", "w:trPr/w:hidden", "w:tcPr/w:cellDel")
            return any(_is_on(_find(one, mark)) for mark in marks)
        case "drawing":
            shape = next(one.iter(qn("wp:docPr")), None)
            return shape is not None and shape.get("hidden", "0") not in _OFF
        case "pict":
            return any("visibility:hidden" in part.get("style", "") for part in one)
    return False


def _is_in_style(run: Any, hiding: Container[str]) -> bool:
    paragraph = next(run.iterancestors(qn("w:p")))
    of_paragraph = _value(paragraph, "w:pPr/w:pStyle")
    return _value(run, "w:rPr/w:rStyle") in hiding or of_paragraph in hiding


def _accept_revisions(properties: Any) -> None:
    for one in list(properties.iter()):
        if _kind(one) in _REVISIONS or _kind(one).endswith("Change"):
            one.getparent().remove(one)


def _keep_binding(control: Any) -> None:
    """Keep a content control's binding to a property that every report sets."""
    for one in list(control):
        binding = one.get(qn("w:xpath"), "") if _kind(one) == "dataBinding" else ""
        if _kind(one) != "text" and not _PROPERTY_OF_THE_REPORT.search(binding):
            control.remove(one)


def _unwrap(element: Any) -> None:
    for one in list(element):
        element.addprevious(one)
    element.getparent().remove(element)


def _find(element: Any, path: str) -> Any:
    return element.find(path, nsmap)


def _value(element: Any, path: str) -> str:
    found = _find(element, path)
    return "" if found is None else found.get(qn("w:val"), "")


def _is_on(mark: Any) -> bool:
    return mark is not None and mark.get(qn("w:val"), "true") not in _OFF
