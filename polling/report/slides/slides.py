"""The report on the screen, slide by slide, for corrections in plenary."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from polling.report.document_blocks import Block, Document, Paragraph, Section
from polling.report.slides.paging import portions


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
