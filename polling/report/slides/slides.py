"""The report on the screen, slide by slide, for the plenary to correct."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from polling.report.blocks import Block, Document, Item, Pointer, Points, Section
from polling.report.slides.paging import portions

LONG, VERY_LONG = 600, 1500  # characters, beyond which a slide is set smaller


@dataclass(frozen=True)
class Slide:
    """What the screen shows at once. An issue with its recommendations has one of its own."""

    title: str
    blocks: list[Block]

    @property
    def length(self) -> str:
        """How much there is to read: "", "long" or "very-long"."""
        characters = len(str(self.blocks))
        return "very-long" if characters > VERY_LONG else "long" if characters > LONG else ""


def slides(document: Document) -> list[Slide]:
    """The whole report in its order, without its annexes."""
    opening: list[Block] = [block for block in document.blocks if not isinstance(block, Section)]
    parts = [one for one in document.blocks if isinstance(one, Section) and not one.is_annex]
    return [*_slide(document.title, opening), *(one for part in parts for one in _split(part))]


def _split(section: Section) -> Iterator[Slide]:
    """What stands in the section itself, then the sections in it."""
    yield from _slide(section.title, _own(section))
    for part in section.blocks:
        if isinstance(part, Section):
            yield from _theme(part) if section.is_listed else _split(part)


def _theme(theme: Section) -> Iterator[Slide]:
    """What the theme is about, how it was voted on, and each issue with its recommendations."""
    issues = [part for part in theme.blocks if isinstance(part, Section)]
    within = [block for part in issues for block in part.blocks]
    yield from _slide(theme.title, _own(theme))
    yield from _slide(theme.title, [block for block in within if not isinstance(block, Points)])
    for points in (block for block in within if isinstance(block, Points)):
        for item in points.items:
            yield from _slide(theme.title, [Points([_unlinked(item)])])


def _unlinked(item: Item) -> Item:
    """Its pointer would lead to another slide."""
    return replace(item, pointer=item.pointer and Pointer(item.pointer.text))


def _own(section: Section) -> list[Block]:
    return [block for block in section.blocks if not isinstance(block, Section)]


def _slide(title: str, blocks: list[Block]) -> Iterator[Slide]:
    yield from (Slide(title, portion) for portion in portions(blocks))
