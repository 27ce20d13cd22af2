"""The whole file: title page, contents, body, headers and footers, properties."""

import io
from datetime import UTC, datetime

import docx as python_docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.shared import Mm

from polling.report.blocks import Document
from polling.report.formats.printable import printable
from polling.report.formats.word.body import Body
from polling.report.formats.word.contents import Contents
from polling.report.formats.word.figures import pictures
from polling.report.formats.word.styles import prepare_styles, rule_above, set_language
from polling.report.formats.word.template import emptied
from polling.report.formats.word.text import write, write_field
from polling.report.formats.word.writer import Writer
from polling.report.formats.zip_files import packed_anew
from polling.report.language import in_workshop_language
from polling.workshop.logo import from_address

LONGEST_PROPERTY = 255  # characters; Word takes no more
LEAST_ROOM = Mm(50)  # for text on a page, each way
WORD_PICTURES = {"image/png", "image/jpeg"}  # Word shows no WebP
_NOTHING = Document("", "", "", "", language="en", accent="#000000", logo="", blocks=[])
_ANY = datetime(2000, 1, 1, tzinfo=UTC)


@in_workshop_language
def docx(document: Document, made_at: datetime, template: bytes | None = None) -> bytes:
    """The document; in the styles, headers and page of a template if there is one."""
    word = emptied(template) if template else python_docx.Document()
    prepare_styles(word, document.accent, ours=template is None)
    set_language(word, document.language)
    if template is None:
        _set_page(word, document)
        rule_above(word.styles["Heading 1"], document.accent)
    writer = Writer(word)
    _title_page(writer, document)
    contents = Contents(writer)
    writer.paragraph("Normal").add_run().add_break(WD_BREAK.PAGE)
    Body(writer, contents, pictures(document)).write(document.blocks)
    contents.finish()
    _set_properties(word, document, made_at)
    out = io.BytesIO()
    word.save(out)
    return packed_anew(out.getvalue(), made_at)


def is_template(content: bytes) -> bool:
    """Whether a report can be written in the styles and on the pages of this file.

    Nothing but trying shows that: a damaged file can make the libraries stumble anywhere.
    """
    try:
        return _has_room(emptied(content)) and bool(docx(_NOTHING, _ANY, content))
    except Exception:  # noqa: BLE001  whatever they stumble over
        return False


def _has_room(word: WordDocument) -> bool:
    writer = Writer(word)
    return min(writer.width, writer.height) >= LEAST_ROOM


def _set_page(word: WordDocument, document: Document) -> None:
    """A4 with a header and a footer, except on the title page."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(28), Mm(25)
    section.different_first_page_header_footer = True
    write(section.header.paragraphs[0], document.title)
    footer = section.footer.paragraphs[0]
    footer.paragraph_format.tab_stops.clear_all()
    footer.paragraph_format.tab_stops.add_tab_stop(Mm(160), WD_TAB_ALIGNMENT.RIGHT)
    write(footer, f"{document.colophon.partition('.')[0]}\t")
    write_field(footer._p, "PAGE", "1")
    write(footer, " / ")
    write_field(footer._p, "NUMPAGES", "1")


def _title_page(writer: Writer, document: Document) -> None:
    _logo(writer, document)
    writer.paragraph("Title", document.title)
    if document.subtitle:
        writer.paragraph("Subtitle", document.subtitle)
    writer.paragraph("Normal", document.about)
    writer.paragraph("Figures", document.colophon)


def _logo(writer: Writer, document: Document) -> None:
    kind, content = from_address(document.logo)
    if content is None or kind not in WORD_PICTURES:
        return
    run = writer.paragraph("Normal").add_run()
    shown = run.add_picture(io.BytesIO(content), height=Mm(18))
    shown._inline.docPr.set("descr", printable(document.about) or printable(document.title))


def _set_properties(word: WordDocument, document: Document, made_at: datetime) -> None:
    about = word.core_properties
    about.title, about.subject = (
        printable(text)[:LONGEST_PROPERTY] for text in (document.title, document.about)
    )
    about.author, about.comments, about.language = "", "", document.language
    about.created = about.modified = made_at.replace(tzinfo=None, microsecond=0)
