"""Runs of text in a paragraph."""

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from polling.report.formats.complex_scripts import script_of
from polling.report.formats.control_characters import printable
from polling.report.formats.rich_text import Span
from polling.report.formats.word.xml import child, element, replace_child

MONOSPACED = "Consolas"


def write(paragraph: Paragraph, text: str, *, style: str | None = None) -> Run:
    """Write a run with plain text; a line feed becomes a line break."""
    run = paragraph.add_run(printable(text), style=style)
    _set_script(run._r, text)
    return run


def _set_script(run: Any, text: str) -> None:
    """The font for a complex script, and the language to hyphenate and check it by."""
    if script := script_of(text):
        properties = run.get_or_add_rPr()
        properties.get_or_add_rFonts().set(qn("w:cs"), script.font)
        replace_child(properties, "w:lang", bidi=script.language)


def write_spans(paragraph: Paragraph, spans: list[Span]) -> None:
    """Write text in several styles, with its links."""
    for span in spans:
        run = write(paragraph, span.text, style="Hyperlink" if span.address else None)
        run.bold, run.italic = span.bold or None, span.italic or None
        run.font.cs_bold, run.font.cs_italic = run.bold, run.italic
        if span.code:
            run.font.name = MONOSPACED
        if span.address:
            _link(paragraph, run, span.address)


def _link(paragraph: Paragraph, run: Run, address: str) -> None:
    key = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = element("w:hyperlink")
    link.set(qn("r:id"), key)
    run._r.addprevious(link)
    link.append(run._r)


def write_link_within(paragraph: Paragraph, text: str, anchor: str) -> None:
    """Write text that links to the bookmark of this name, without the look of a link."""
    run = write(paragraph, text)
    child(paragraph._p, "w:hyperlink", anchor=anchor, history="1").append(run._r)


def write_field(parent: Any, code: str, shown: str = "") -> None:
    """Write a field that Word computes, such as PAGE; `shown` is the text until then."""
    begin_field(parent, code)
    run = child(parent, "w:r")
    child(run, "w:t").text = shown
    end_field(parent)


def begin_field(parent: Any, code: str) -> None:
    """Start a field; everything until `end_field` is what it shows."""
    child(child(parent, "w:r"), "w:fldChar", fldCharType="begin")
    instruction = child(child(parent, "w:r"), "w:instrText")
    instruction.text = f" {code} "
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    child(child(parent, "w:r"), "w:fldChar", fldCharType="separate")


def end_field(parent: Any) -> None:
    """End a field."""
    child(child(parent, "w:r"), "w:fldChar", fldCharType="end")
