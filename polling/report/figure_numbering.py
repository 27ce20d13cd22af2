"""One numbering of tables and figures, the same in every format, and how texts refer to them.

A text says `refer("votes")`; once the document is whole, that becomes "Table 3". What a text refers
to and the document does not have is left out with the brackets around it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from polling.core.i18n import _
from polling.report.document_blocks import Block, Document, Figure, Paragraph, Section, Table

_MARK = re.compile("( \\()?\ue000([^\ue001]*)\ue001(\\))?")  # private: nobody types these


def refer(key: str) -> str:
    """The place of a reference to a table or figure within a text."""
    return f"\ue000{key}\ue001"


@dataclass
class _Numbers:
    prefix: str
    tables: int = 0
    figures: int = 0
    named: dict[str, str] = field(default_factory=dict)


def numbered(document: Document, prefix: str = "") -> Document:
    """The document with all numbers, "Table A1" with a prefix "A", and references to them."""
    numbers = _Numbers(prefix)
    opening = [_number(block, numbers) for block in document.opening]
    blocks = [_number(block, numbers) for block in document.blocks]

    def say(block: Block) -> Block:
        return _refer(block, numbers.named)

    return replace(document, opening=list(map(say, opening)), blocks=list(map(say, blocks)))


def _number(block: Block, numbers: _Numbers) -> Block:
    match block:
        case Section():
            return replace(block, blocks=[_number(one, numbers) for one in block.blocks])
        case Table():
            numbers.tables += 1
            label = _("Table %(number)s", number=f"{numbers.prefix}{numbers.tables}")
        case Figure():
            numbers.figures += 1
            label = _("Figure %(number)s", number=f"{numbers.prefix}{numbers.figures}")
        case _:
            return block
    if block.key:
        numbers.named[block.key] = label
    return replace(block, number=label)


def _refer(block: Block, named: dict[str, str]) -> Block:
    match block:
        case Section():
            return replace(block, blocks=[_refer(one, named) for one in block.blocks])
        case Paragraph():
            return replace(block, text=_MARK.sub(_resolved(named), block.text))
        case Table() | Figure():
            return replace(block, note=_MARK.sub(_resolved(named), block.note))
        case _:
            return block


def _resolved(named: dict[str, str]) -> Callable[[re.Match[str]], str]:
    def resolve(found: re.Match[str]) -> str:
        label = named.get(found[2], "")
        return f"{found[1] or ''}{label}{found[3] or ''}" if label else ""

    return resolve
