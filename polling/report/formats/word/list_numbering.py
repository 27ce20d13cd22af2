"""Nested lists: numbered ones, each starting at 1, and lists with dashes."""

from typing import Any

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart
from docx.text.paragraph import Paragraph

from polling.report.formats.word.xml import child, element

INDENT = 360  # twentieths of a point, for each level
LEVELS = 6


class Numbering:
    """Assigns numbers or dashes to paragraphs."""

    def __init__(self, word: WordDocument) -> None:
        self._root = _root(word)
        self._numbered = self._define("decimal", "%{level}.")
        self._dashed = self._define("bullet", "–")

    def begin(self, *, numbered: bool, start: int = 1) -> str:
        """Start a list; return the id for its paragraphs."""
        made = child(self._root, "w:num", numId=self._next("w:num", "w:numId"))
        child(made, "w:abstractNumId", val=self._numbered if numbered else self._dashed)
        if numbered:
            override = child(made, "w:lvlOverride", ilvl="0")
            child(override, "w:startOverride", val=str(start))
        return str(made.get(qn("w:numId")))

    def _define(self, kind: str, words: str) -> str:
        key = self._next("w:abstractNum", "w:abstractNumId")
        made = element("w:abstractNum", abstractNumId=key)
        child(made, "w:multiLevelType", val="multilevel")
        for level in range(LEVELS):
            _level(made, level, kind, words.replace("{level}", str(level + 1)))
        first = self._root.find(qn("w:num"))
        if first is None:
            self._root.append(made)
        else:
            first.addprevious(made)  # definitions must come before their uses
        return key

    def _next(self, tag: str, name: str) -> str:
        taken = [int(one.get(qn(name))) for one in self._root.findall(qn(tag))]
        return str(max(taken, default=0) + 1)


def _level(parent: Any, level: int, kind: str, words: str) -> None:
    made = child(parent, "w:lvl", ilvl=str(level))
    child(made, "w:start", val="1")
    child(made, "w:numFmt", val=kind)
    child(made, "w:lvlText", val=words)
    child(made, "w:lvlJc", val="left")
    indent = str(INDENT * (level + 1))
    child(child(made, "w:pPr"), "w:ind", left=indent, hanging=str(INDENT))


def _root(word: WordDocument) -> Any:
    try:
        return word.part.numbering_part.element
    except NotImplementedError:  # a template without lists
        root = parse_xml(f"<w:numbering {nsdecls('w')}/>")
        name = PackURI("/word/numbering.xml")
        part = NumberingPart(name, CONTENT_TYPE.WML_NUMBERING, root, word.part.package)
        word.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        return root


def number(paragraph: Paragraph, key: str, level: int) -> None:
    """Make the paragraph an item of a list, with its indent."""
    paragraph.paragraph_format.left_indent = None
    properties: Any = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = min(level, LEVELS - 1)
    properties.get_or_add_numId().val = int(key)


def indent(paragraph: Paragraph, level: int) -> None:
    """Align with the text of an item of this level."""
    if level:
        paragraph.paragraph_format.left_indent = INDENT * level * 635  # 1/20 point is 635 EMU
