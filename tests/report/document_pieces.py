"""A document's texts and figures, to look for in its formats."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt

from polling.report.data.report_data import Report
from polling.report.document import annex, publication
from polling.report.document_blocks import (
    Block,
    CellValue,
    Document,
    Entries,
    Figure,
    Item,
    Lines,
    Paragraph,
    Percent,
    Points,
    Section,
    Table,
)
from polling.report.formats.markdown import markdown
from tests import pdf_file, word_file


def pieces(blocks: list[Block]) -> Iterator[str]:
    """All generated texts in order: titles, sentences, cells. Prose is the organizers'."""
    for block in blocks:
        if isinstance(block, Section):
            yield block.heading
            yield from pieces(block.blocks)
        else:
            yield from _of_block(block)


def _of_block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield text
        case Table():
            yield from _of_table(block)
        case Figure():
            yield from _of_table(block.table)
        case Points(items):
            yield from _of_items(items)
        case Entries():
            yield from _of_entries(block)
        case Lines(summary, lines):
            yield from (summary, *lines)


def _of_table(table: Table) -> Iterator[str]:
    yield table.caption
    yield table.note
    yield from table.columns
    for row in table.rows:
        yield from map(_words, row)


def _words(cell: CellValue) -> str:
    return f"{cell.value}%" if isinstance(cell, Percent) else str(cell)


def _of_entries(block: Entries) -> Iterator[str]:
    for entry in block.entries:
        yield from (entry.reference, entry.text, entry.about, *entry.values)


def _of_items(items: list[Item]) -> Iterator[str]:
    for item in items:
        yield from (item.lead, item.text, item.note, item.figures)
        yield from _of_items(item.items)


def missing(document: Document, text: str) -> list[str]:
    """The pieces that a text lacks in the right order: each must follow the previous one."""
    text, at = _dense(text), 0
    left_out = []
    for piece in map(_dense, pieces(document.everything)):
        found = text.find(piece, at)
        if found < 0:
            left_out.append(piece)
        else:
            at = found + len(piece)
    return left_out


def _dense(text: str) -> str:
    """Without spaces, which formats add at line breaks."""
    return re.sub(r"\s", "", text)


def read(exported: dict[str, bytes], document: Document) -> dict[str, str]:
    """The formats for people as plain text, each parsed by an independent program."""
    return {
        "md": _tags_out(MarkdownIt().enable("table").render(exported["md"].decode())),
        "html": _tags_out(_pictures_out(exported["html"].decode())),
        "docx": word_file.text(word_file.opened(exported["docx"])),
        "pdf": _pages(exported["pdf"], document),
    }


def _pictures_out(html: str) -> str:
    """Without pictures, because the table after each contains the same data."""
    return re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)


def _tags_out(html: str) -> str:
    text = re.sub(r"<[^>]+>", " ", html)
    entities = (("&quot;", '"'), ("&#34;", '"'), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"))
    for entity, sign in (*entities, ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text


def _pages(content: bytes, document: Document) -> str:
    """Without headers and footers."""
    pages = [page.extract_text() for page in pdf_file.opened(content).pages]
    edges = rf"{re.escape(document.title)}|{re.escape(document.colophon)}|\d+ / {len(pages)}"
    return " ".join(re.sub(rf"(?m)^(?:{edges})\s*$", "", page) for page in pages)


def in_both(report: Report) -> str:
    """The publication and the technical annex in Markdown."""
    return "".join(markdown(one(report)) for one in (publication, annex))
