"""The report on the screen, slide by slide, for corrections in plenary."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from polling.report.document_blocks import (
    Block,
    Document,
    Entries,
    Entry,
    Figure,
    Item,
    KeyFigures,
    Paragraph,
    Points,
    Prose,
    Section,
    Table,
)


@dataclass(frozen=True)
class Slide:
    """One slide. An issue with its recommendations is a separate slide."""

    title: str
    blocks: list[Block]


def slides(document: Document) -> list[Slide]:
    """Return the publication as slides, in order."""
    introduction: list[Block] = [
        block for block in document.everything if not isinstance(block, Section)
    ]
    parts = [one for one in document.everything if isinstance(one, Section)]
    return [*_slide(document.title, introduction), *(one for part in parts for one in _split(part))]


def _split(section: Section) -> Iterator[Slide]:
    """Return the section's own blocks, then its subsections, without explanations of lists."""
    if not section.is_listed:
        yield from _slide(section.heading, _own(section))
    for part in section.blocks:
        if isinstance(part, Section):
            yield from _split(part)


def _own(section: Section) -> list[Block]:
    return [_unlinked(block) for block in section.blocks if not isinstance(block, Section)]


def _unlinked(block: Block) -> Block:
    """Remove links, which would lead to another slide."""
    return replace(block, anchor="") if isinstance(block, Paragraph) else block


def _slide(title: str, blocks: list[Block]) -> Iterator[Slide]:
    yield from (Slide(title, portion) for portion in portions(blocks, title))


# In pixels, on a slide of 1920 × 1080 with the smallest text that a room can read: 32 pixels.
HEIGHT = 790  # below a title of one line
TITLE = 55  # characters of its first line; each further line costs as much as one of text
LINE, CHARACTERS = 58, 78  # a line of text
SMALL_LINE, SMALL_CHARACTERS = 45, 70  # a line of a table, in its widest column
GAP = 20  # after a paragraph, and within a row
ROW_CHARACTERS = 85  # in all columns
VALUE_CHARACTERS = 12  # in a column of figures
KEY_FIGURES = 190
MOST_BARS = 6  # of a chart that is drawn; a longer one is shown as its table


def portions(blocks: Iterable[Block], title: str = "") -> Iterator[list[Block]]:
    """Return portions of the blocks in order; an indivisible block may exceed a portion."""
    most = HEIGHT - LINE * (_lines(title, TITLE) - 1)
    portion: list[Block] = []
    for piece in (piece for block in blocks for piece in _pieces(block, most)):
        if portion and not _is_remark(piece) and _height([*portion, piece]) > most:
            yield _joined(portion)
            portion = []
        portion.append(piece)
    if portion:
        yield _joined(portion)


def _joined(pieces: list[Block]) -> list[Block]:
    """Join the rows of a table again, so that its header appears once."""
    joined: list[Block] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if (
            isinstance(piece, Entries)
            and isinstance(last, Entries)
            and replace(last, entries=piece.entries) == piece
        ):
            joined[-1] = replace(last, entries=last.entries + piece.entries)
        elif (
            isinstance(piece, Table)
            and isinstance(last, Table)
            and replace(last, rows=piece.rows) == piece
        ):
            joined[-1] = replace(last, rows=last.rows + piece.rows)
        else:
            joined.append(piece)
    return joined


def _is_remark(block: Block) -> bool:
    """Whether it is a remark about the block above it."""
    return isinstance(block, Paragraph) and block.quiet


def _pieces(block: Block, most: int) -> Iterator[Block]:
    match block:
        case Table(rows=[]):
            yield block
        case Table():
            yield from (replace(block, rows=[row]) for row in block.rows)
        case Figure() if len(block.table.rows) > MOST_BARS:
            yield from _pieces(block.table, most)
        case Points():
            for item in block.items:
                yield from (Points([part]) for part in _parts(item, most))
        case Entries():
            yield from (replace(block, entries=[entry]) for entry in block.entries)
        case Prose():
            yield from (Prose(part) for part in block.markdown.split("\n\n") if part.strip())
        case _:
            yield block


def _parts(item: Item, most: int) -> Iterator[Item]:
    """Split an item: as many of its sub-items as fit, then its lead again with the rest."""
    told, below = replace(item, items=[]), list[Item]()
    for inner in item.items:
        if (below or told.text) and _item(told) + sum(map(_item, [*below, inner])) > most:
            yield replace(told, items=below)
            told, below = Item(lead=item.lead, text=""), []
        below.append(inner)
    yield replace(told, items=below)


def _height(pieces: list[Block]) -> int:
    """Estimate the height of blocks on a slide."""
    return sum(map(_block, _joined(pieces)))


def _block(block: Block) -> int:
    match block:
        case Table():
            head = sum(_row([words]) for words in (block.caption, block.note) if words)
            return head + _row(block.columns) + sum(map(_row, block.rows))
        case Entries():
            return 2 * SMALL_LINE + GAP + sum(map(_entry, block.entries))
        case Figure():
            return HEIGHT
        case KeyFigures():
            return KEY_FIGURES
        case Points():
            return sum(map(_item, block.items))
        case _:
            return _text(getattr(block, "text", getattr(block, "markdown", "")))


def _row(cells: Iterable[object]) -> int:
    return SMALL_LINE * _lines("  ".join(map(str, cells)), ROW_CHARACTERS) + GAP


def _entry(entry: Entry) -> int:
    lines = _lines(entry.text, SMALL_CHARACTERS)
    lines += _lines(entry.about, SMALL_CHARACTERS) if entry.about else 0
    beside = (_lines(value, VALUE_CHARACTERS) for value in entry.values)
    return SMALL_LINE * max(lines, *beside, 1) + GAP


def _item(item: Item) -> int:
    texts = filter(None, (item.lead, item.text, item.note, item.figures))
    return sum(map(_text, texts)) + sum(map(_item, item.items))


def _text(text: str) -> int:
    return LINE * _lines(text, CHARACTERS) + GAP


def _lines(text: str, characters: int) -> int:
    return max(1, -(-len(text) // characters))
