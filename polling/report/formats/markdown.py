"""A document as Markdown: CommonMark with tables, as most programs support."""

from polling.core.i18n import lazy
from polling.report.data.report_data import Report
from polling.report.document import DOCUMENTS
from polling.report.document_blocks import (
    Block,
    CellValue,
    Document,
    Entries,
    Entry,
    Figure,
    Item,
    KeyFigures,
    Lines,
    Paragraph,
    Percent,
    Points,
    Prose,
    Section,
    Table,
)
from polling.report.formats.export_format import ReportFormat
from polling.report.formats.safe_markdown import to_markdown
from polling.report.writing.markdown_escape import line, paragraph

DEEPEST_HEADING = 6


def markdown(document: Document) -> str:
    """Return the whole document, ended by a line feed."""
    head = [f"# {line(document.title)}"]
    head += [paragraph(text) for text in (document.subtitle, document.about) if text]
    head.append(f"*{line(document.colophon)}*")
    return "\n\n".join([*head, *_blocks(document.everything, 1)]) + "\n"


def _blocks(blocks: list[Block], level: int) -> list[str]:
    return [text for block in blocks if (text := _block(block, level))]


def _block(block: Block, level: int) -> str:
    match block:
        case Section():
            heading = "#" * min(DEEPEST_HEADING, level + 1)
            inside = _blocks(block.blocks, level + 1)
            return "\n\n".join([f"{heading} {line(block.heading)}", *inside])
        case Prose(text):
            return to_markdown(text, level)
        case _:
            return _plain(block)


def _plain(block: Paragraph | Table | Figure | Points | Entries | KeyFigures | Lines) -> str:
    """Return a block without headings."""
    match block:
        case Paragraph(text, quiet):
            return f"*{line(text)}*" if quiet else paragraph(text)
        case Table() | Figure():
            return _table(block)
        case Points():
            return _points(block)
        case Entries():
            return "\n".join(map(_entry, block.entries))
        case KeyFigures(figures):
            return paragraph(" · ".join(f"{number} {words}" for number, words in figures))
        case Lines():
            return "\n".join([paragraph(block.summary), "", "```text", *block.lines, "```"])


def _entry(entry: Entry) -> str:
    values = f" ({'; '.join(line(value) for value in entry.values)})" if entry.values else ""
    about = f" *{line(entry.about)}*" if entry.about else ""
    return f"- **{line(entry.reference)}** {line(entry.text)}{values}{about}"


def _table(block: Table | Figure) -> str:
    table = block.table if isinstance(block, Figure) else block
    rule = ["---:" if right else "---" for right in table.numeric]
    rows = [[line(_words(value)) for value in row] for row in table.rows]
    head = [line(column) for column in table.columns]
    note = [f"*{line(table.note)}*", ""] if table.note else []
    return "\n".join([f"**{line(table.heading)}**", "", *note, *map(_row, [head, rule, *rows])])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _words(value: CellValue) -> str:
    return f"{value.value}%" if isinstance(value, Percent) else str(value)


def _points(points: Points) -> str:
    marks = (f"{n}. " if points.numbered else "- " for n in range(1, len(points.items) + 1))
    items = [_item(mark, item) for mark, item in zip(marks, points.items, strict=True)]
    return "\n\n".join(items) if any("\n" in item for item in items) else "\n".join(items)


def _item(mark: str, item: Item) -> str:
    lead = f"**{line(item.lead)}**" if item.lead else ""
    parts = [
        lead,
        paragraph(item.text) if item.text else "",
        paragraph(item.note) if item.note else "",
        f"*{line(item.figures)}*" if item.figures else "",
        _points(Points(item.items)) if item.items else "",
    ]
    text = "\n\n".join(part for part in parts if part)
    return mark + text.replace("\n", "\n" + " " * len(mark)).replace(" " * len(mark) + "\n", "\n")


class Markdown(ReportFormat):
    """The report as Markdown."""

    key = "md"
    document = "publication"
    name = "Markdown"
    about = lazy("plain text with formatting marks")
    extension = "md"
    mimetype = "text/markdown"
    is_text = True

    def render(self, source: Report) -> bytes:
        """Return CommonMark with tables."""
        return markdown(DOCUMENTS[self.document](source)).encode()


class AnnexMarkdown(Markdown):
    """The technical annex in the same format."""

    key = "annex-md"
    name = Markdown.name
    about = lazy("Technical annex")
    document = download_name = archive_name = "annex"
