"""The report on the screen, slide by slide, for corrections in plenary."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from polling.report.document_blocks import (
    Block,
    Document,
    Entries,
    Figure,
    Item,
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
    yield from (Slide(title, portion) for portion in portions(blocks))


MOST = 1500  # characters, or content of the same size
ROW, FIGURE = 110, 1500  # size of a table row and of a picture


def portions(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Return portions of the blocks in order; an indivisible block may exceed a portion."""
    portion: list[Block] = []
    for piece in (piece for block in blocks for piece in _pieces(block)):
        if portion and not _is_remark(piece) and sum(map(_room, [*portion, piece])) > MOST:
            yield _joined(portion)
            portion = []
        portion.append(piece)
    if portion:
        yield _joined(portion)


def _joined(pieces: list[Block]) -> list[Block]:
    """Join the entries of a table again, so that its header appears once."""
    joined: list[Block] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if (
            isinstance(piece, Entries)
            and isinstance(last, Entries)
            and replace(last, entries=piece.entries) == piece
        ):
            joined[-1] = replace(last, entries=last.entries + piece.entries)
        else:
            joined.append(piece)
    return joined


def _is_remark(block: Block) -> bool:
    """Whether it is a remark about the block above it."""
    return isinstance(block, Paragraph) and block.quiet


def _pieces(block: Block) -> Iterator[Block]:
    match block:
        case Table():
            size = MOST // ROW
            for start in range(0, max(1, len(block.rows)), size):
                yield replace(block, rows=block.rows[start : start + size])
        case Points():
            for item in block.items:
                yield from (Points([part]) for part in _parts(item))
        case Entries():
            yield from (replace(block, entries=[entry]) for entry in block.entries)
        case Prose():
            yield from (Prose(part) for part in block.markdown.split("\n\n") if part.strip())
        case _:
            yield block


def _parts(item: Item) -> Iterator[Item]:
    """Split an item: as many of its sub-items as fit, then its lead again with the rest."""
    told, below = replace(item, items=[]), list[Item]()
    for inner in item.items:
        if (below or told.text) and _size(told) + sum(map(_size, [*below, inner])) > MOST:
            yield replace(told, items=below)
            told, below = Item(lead=item.lead, text=""), []
        below.append(inner)
    yield replace(told, items=below)


def _room(block: Block) -> int:
    match block:
        case Table():
            return ROW * len(block.rows)
        case Figure():
            return FIGURE
        case Points():
            return sum(map(_size, block.items))
        case Entries():
            return sum(len(entry.text) for entry in block.entries)
        case _:
            return len(getattr(block, "text", getattr(block, "markdown", "")))


def _size(item: Item) -> int:
    words = len(item.lead) + len(item.text) + len(item.note) + len(item.figures)
    return words + sum(map(_size, item.items))
