"""The styles: ours in our own document; in an organizer's template, only the missing ones."""

from dataclasses import dataclass
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle

from polling.report.formats.complex_scripts import script_of_language
from polling.report.formats.word.xml import child, element, replace_child
from polling.report.report_language import interface_language

SERIF, SANS, COMPLEX = "Cambria", "Calibri", "Leelawadee UI"
# The elements that must follow a paragraph's borders, by Word's schema.
AFTER_BORDERS = (
    "w:shd",
    "w:tabs",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:jc",
    "w:outlineLvl",
)
INK, QUIET = RGBColor(0x17, 0x20, 0x2A), RGBColor(0x55, 0x60, 0x6C)


@dataclass(frozen=True)
class Look:
    """The look of a paragraph style. `colour` None is the event's accent colour."""

    name: str
    size: float
    font: str = SANS
    bold: bool = False
    italic: bool = False
    colour: RGBColor | None = INK
    before: float = 0
    after: float = 6
    keep: bool = False
    spacing: float = 1.2
    indent: float = 0


LOOKS = (
    Look("Normal", 10, after=5, spacing=1.1),
    Look("Title", 32, SERIF, bold=True, before=180, after=12, spacing=1.0),
    Look("Subtitle", 15, SERIF, colour=QUIET, after=36),
    Look("Heading 1", 18, SERIF, bold=True, before=20, after=8, keep=True, spacing=1.05),
    Look("Heading 2", 14, SERIF, bold=True, before=14, after=6, keep=True, spacing=1.05),
    Look("Heading 3", 11, bold=True, colour=None, before=10, after=4, keep=True),
    *(Look(f"Heading {n}", 10.5, bold=True, before=10, after=4, keep=True) for n in range(4, 7)),
    Look("Caption", 9.5, bold=True, before=14, after=4, keep=True),
    Look("Header", 8.5, colour=QUIET, after=0),
    Look("Footer", 8.5, colour=QUIET, after=0),
    Look("Quote", 10.5, italic=True, colour=QUIET),
    Look("Contents Heading", 18, SERIF, bold=True, after=12, keep=True),
    Look("TOC 1", 10.5, bold=True, before=8, after=2),
    Look("TOC 2", 10.5, after=1, indent=14),
    Look("Figures", 9, colour=QUIET, after=4),
    Look("Issue", 12, SERIF, bold=True, before=14, after=3, keep=True, spacing=1.1),
    Look("Recommendation", 10.5, before=6, after=2),
    Look("Table Text", 9, before=1, after=1, spacing=1.0),
    Look("Table Head", 8.5, bold=True, colour=QUIET, after=2, spacing=1.0),
    Look("Code", 6, colour=QUIET, after=8, spacing=1.0),
)


def prepare_styles(word: WordDocument, accent: str, language: str, *, ours: bool) -> None:
    """Make sure that all styles exist; a template's styles keep their look."""
    script = script_of_language(language)
    colour = RGBColor.from_string(accent.removeprefix("#").upper())
    present = {style.name for style in word.styles}
    for look in LOOKS:
        if ours or look.name not in present:
            style = _style(word, look.name, present)
            _apply(style, look, colour)
            if script and script.line:
                style.paragraph_format.line_spacing = Pt(round(look.size * script.line, 1))
    if "Hyperlink" not in present:
        link = word.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
        link.font.color.rgb, link.font.underline = colour, True


def _style(word: WordDocument, name: str, present: set[str]) -> Any:
    if name in present:
        return word.styles[name]
    made = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    made.base_style = word.styles["Normal"]
    return made


def _apply(style: ParagraphStyle, look: Look, accent: RGBColor) -> None:
    font, room = style.font, style.paragraph_format
    font.size, font.bold, font.italic = Pt(look.size), look.bold, look.italic
    font.cs_bold, font.cs_italic = look.bold, look.italic
    font.color.rgb = look.colour or accent
    room.space_before, room.space_after = Pt(look.before), Pt(look.after)
    room.keep_with_next, room.line_spacing = look.keep, look.spacing
    room.widow_control, room.left_indent = True, Pt(look.indent) if look.indent else None
    _set_fonts(style.element.get_or_add_rPr(), look.font, look.size)
    _drop_extras(style)


def _set_fonts(properties: Any, font: str, size: float) -> None:
    """Set the fonts for Latin and complex scripts, without those of a theme."""
    replace_child(properties, "w:szCs", val=f"{2 * size:.0f}")
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for slot in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(qn(f"w:{slot}"), font)
    fonts.set(qn("w:cs"), COMPLEX)


def _drop_extras(style: ParagraphStyle) -> None:
    """Remove extras of python-docx's template: lines below titles, wide spacing, tab stops."""
    paragraph, run = style.element.get_or_add_pPr(), style.element.get_or_add_rPr()
    for extra in (*paragraph.findall(qn("w:pBdr")), *paragraph.findall(qn("w:tabs"))):
        paragraph.remove(extra)
    for extra in (*run.findall(qn("w:spacing")), *run.findall(qn("w:kern"))):
        run.remove(extra)


def set_language(word: WordDocument, language: str) -> None:
    """Set the document's language, which single runs can override.

    Without a translation, our own texts are in English: `val` is for Latin letters.
    """
    defaults = word.styles.element.find(qn("w:docDefaults"))
    if defaults is not None:
        properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
        ours = interface_language(language)
        replace_child(properties, "w:lang", val=ours, eastAsia=language, bidi=language)


def rule_above(style: Any, accent: str) -> None:
    """Add a coloured line above each chapter."""
    borders = element("w:pBdr")
    style.element.get_or_add_pPr().insert_element_before(borders, *AFTER_BORDERS)
    child(borders, "w:top", val="single", sz="16", space="8", color=accent.removeprefix("#"))
