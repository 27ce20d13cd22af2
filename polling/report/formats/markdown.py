"""A document as Markdown: CommonMark, and tables in the way that nearly everything reads."""

from polling.core.i18n import lazy
from polling.report.blocks import (
    Block,
    CellValue,
    Document,
    Figure,
    Item,
    Lines,
    Paragraph,
    Percent,
    Points,
    Prose,
    Section,
    Table,
)
from polling.report.document import document as document_of
from polling.report.figures.facts import Report
from polling.report.formats.export_format import ReportFormat
from polling.report.formats.markdown_escape import line, paragraph
from polling.report.formats.prose import to_markdown

DEEPEST_HEADING = 6


def markdown(document: Document) -> str:
    """The whole document, ended by a line feed."""
    head = [f"# {line(document.title)}"]
    head += [paragraph(text) for text in (document.subtitle, document.about) if text]
    head.append(f"*{line(document.colophon)}*")
    return "\n\n".join([*head, *_blocks(document.blocks, 1)]) + "\n"


def _blocks(blocks: list[Block], level: int) -> list[str]:
    return [text for block in blocks if (text := _block(block, level))]


def _block(block: Block, level: int) -> str:
    match block:
        case Paragraph(text, quiet):
            return f"*{line(text)}*" if quiet else paragraph(text)
        case Prose(text):
            return to_markdown(text, level)
        case Table() | Figure():
            return _table(block)
        case Points():
            return _points(block)
        case Lines():
            return "\n".join([paragraph(block.summary), "", "```text", *block.lines, "```"])
        case Section(title, blocks):
            heading = "#" * min(DEEPEST_HEADING, level + 1)
            return "\n\n".join([f"{heading} {line(title)}", *_blocks(blocks, level + 1)])


def _table(block: Table | Figure) -> str:
    table = block.table if isinstance(block, Figure) else block
    rule = ["---:" if right else "---" for right in table.numeric]
    rows = [[line(_words(value)) for value in row] for row in table.rows]
    head = [line(column) for column in table.columns]
    note = [f"*{line(table.note)}*", ""] if table.note else []
    return "\n".join([f"**{line(table.caption)}**", "", *note, *map(_row, [head, rule, *rows])])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _words(value: CellValue) -> str:
    return f"{value.value} %" if isinstance(value, Percent) else str(value)


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
        f"*{line(item.pointer.text)}*" if item.pointer else "",
        _points(Points(item.items)) if item.items else "",
    ]
    text = "\n\n".join(part for part in parts if part)
    return mark + text.replace("\n", "\n" + " " * len(mark)).replace(" " * len(mark) + "\n", "\n")


class Markdown(ReportFormat):
    """The report as Markdown."""

    key = "md"
    name = "Markdown"
    about = lazy("the report, as plain text with marks")
    extension = "md"
    mimetype = "text/markdown"
    is_text = True

    def render(self, source: Report) -> bytes:
        """CommonMark with tables."""
        return markdown(document_of(source)).encode()
