"""The whole file: title page, table of contents, body, headers and footers, properties."""

import io
from datetime import UTC, datetime
from functools import lru_cache

import docx as python_docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shape import InlineShape
from docx.shared import Emu, Mm, Pt
from docx.text.run import Run

from polling.report.document_blocks import Document
from polling.report.formats.control_characters import printable
from polling.report.formats.word.body import Body
from polling.report.formats.word.charts import pictures
from polling.report.formats.word.styles import prepare_styles, rule_above, set_language
from polling.report.formats.word.table_of_contents import Contents
from polling.report.formats.word.template import emptied
from polling.report.formats.word.text_runs import write, write_field
from polling.report.formats.word.writer import Writer
from polling.report.formats.zip_files import repacked
from polling.report.report_language import in_workshop_language
from polling.report.sections.imprint import imprint_lines
from polling.workshop.pictures import from_address

LONGEST_PROPERTY = 255  # characters; Word's limit
LEAST_ROOM = Mm(50)  # for text on a page, in both directions
BELOW_CONTENTS = Pt(36)
LOGO, COVER, LOGOS = Mm(18), Mm(82), Mm(12)  # largest heights of the pictures
WORD_PICTURES = {"image/png", "image/jpeg"}  # Word does not support WebP
_NOTHING = Document("", "", "", "", language="en", accent="#000000", logo="", blocks=[])
_ANY = datetime(2000, 1, 1, tzinfo=UTC)


@in_workshop_language
def docx(document: Document, made_at: datetime, template: bytes | None = None) -> bytes:
    """Return the document, with the styles, headers and page of a template if there is one."""
    word = _new(document, template)
    writer = Writer(word)
    _title_page(writer, document)
    contents = Contents(writer)
    body = Body(writer, contents, pictures(document))
    contents.begin()
    for at, (label, text) in enumerate(imprint_lines(document.imprint)):
        line = writer.paragraph("Figures", f"{label}: {text}")
        line.paragraph_format.space_before = None if at else BELOW_CONTENTS
    body.write(document.opening)
    writer.begin_page()
    body.write(document.blocks)
    contents.finish()
    return _saved(word, document, made_at)


@in_workshop_language
def docx_page(document: Document, made_at: datetime) -> bytes:
    """Return a document of one page: its title and blocks."""
    word = _new(document)
    writer = Writer(word)
    _logo(writer, document)
    writer.paragraph("Figures", document.subtitle)
    writer.paragraph("Heading 1", document.title)
    Body(writer, Contents(writer), pictures(document)).write(document.blocks, 2, listed=False)
    writer.paragraph("Figures", document.colophon)
    return _saved(word, document, made_at)


def _new(document: Document, template: bytes | None = None) -> WordDocument:
    """Return an empty file with its styles, in our page format or a template's."""
    if template is None:
        word = python_docx.Document(io.BytesIO(_blank(document.accent, document.language)))
        _set_page(word, document)
        return word
    word = emptied(template)
    prepare_styles(word, document.accent, document.language, ours=False)
    set_language(word, document.language)
    return word


@lru_cache(maxsize=4)
def _blank(accent: str, language: str) -> bytes:
    """Return an empty file in our styles, cached because creating them takes longer than a page."""
    word = python_docx.Document()
    prepare_styles(word, accent, language, ours=True)
    set_language(word, language)
    rule_above(word.styles["Heading 1"], accent)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _saved(word: WordDocument, document: Document, made_at: datetime) -> bytes:
    _set_properties(word, document, made_at)
    out = io.BytesIO()
    word.save(out)
    return repacked(out.getvalue(), made_at)


def is_template(content: bytes) -> bool:
    """Return whether a report can be written with this file as a template.

    Trying is the only way to find out: the libraries may fail anywhere on a damaged file.
    """
    try:
        return _has_room(emptied(content)) and bool(docx(_NOTHING, _ANY, content))
    except Exception:  # noqa: BLE001  whatever they stumble over
        return False


def _has_room(word: WordDocument) -> bool:
    writer = Writer(word)
    return min(writer.width, writer.height) >= LEAST_ROOM


def _set_page(word: WordDocument, document: Document) -> None:
    """Set A4 with a header and a footer, except on the title page."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(22), Mm(19)
    section.different_first_page_header_footer = True
    write(section.header.paragraphs[0], document.title)
    footer = section.footer.paragraphs[0]
    footer.paragraph_format.tab_stops.clear_all()
    footer.paragraph_format.tab_stops.add_tab_stop(Mm(160), WD_TAB_ALIGNMENT.RIGHT)
    write(footer, f"{document.foot}\t")
    write_field(footer._p, "PAGE", "1")
    write(footer, " / ")
    write_field(footer._p, "NUMPAGES", "1")


def _title_page(writer: Writer, document: Document) -> None:
    _logo(writer, document)
    if document.cover:
        run = writer.picture_line().add_run()
        _fit(_picture(run, document.cover.picture, document.cover.alt), writer.width, COVER)
    writer.paragraph("Title", document.title)
    if document.subtitle:
        writer.paragraph("Subtitle", document.subtitle)
    writer.paragraph("Normal", document.about)
    writer.paragraph("Figures", document.colophon)
    _logos(writer, document)


def _logo(writer: Writer, document: Document) -> None:
    kind, _content = from_address(document.logo)
    if kind in WORD_PICTURES:
        run = writer.picture_line().add_run()
        _fit(_picture(run, document.logo, document.about or document.title), writer.width, LOGO)


def _logos(writer: Writer, document: Document) -> None:
    """Add the logos on one line, with spaces between them."""
    if not document.logos:
        return
    paragraph = writer.picture_line()
    room = writer.width // len(document.logos) - Mm(6)
    for at, one in enumerate(document.logos):
        run = paragraph.add_run("   " if at else "")
        _fit(_picture(run, one.picture, one.alt), room, LOGOS)


def _picture(run: Run, address: str, alt: str) -> InlineShape:
    _kind, content = from_address(address)
    shown = run.add_picture(io.BytesIO(content or b""))
    shown._inline.docPr.set("descr", printable(alt))
    return shown


def _fit(shown: InlineShape, width: int, height: int) -> None:
    """Scale a picture to the largest size that fits."""
    scale = min(width / shown.width, height / shown.height)
    shown.width, shown.height = Emu(int(shown.width * scale)), Emu(int(shown.height * scale))


def _set_properties(word: WordDocument, document: Document, made_at: datetime) -> None:
    about = word.core_properties
    about.title, about.subject = (
        printable(text)[:LONGEST_PROPERTY] for text in (document.title, document.about)
    )
    imprint = document.imprint
    about.author = printable(imprint.authors or imprint.publisher)[:LONGEST_PROPERTY]
    said = filter(None, [imprint.citation, imprint.doi, imprint.licence])
    about.last_modified_by = about.author
    about.comments = printable(" · ".join(said))[:LONGEST_PROPERTY]
    about.language = document.language
    about.created = about.modified = made_at.replace(tzinfo=None, microsecond=0)
