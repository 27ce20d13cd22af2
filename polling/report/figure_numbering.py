"""Numbering of tables and figures, equal in all formats, and references to them.

A text contains `refer("votes")`, which becomes "Table 3" when the document is complete;
`refer("bars", "dots", "votes")` becomes "Figures 1 and 2 and Table 3". References to missing tables
are removed with the brackets around them.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from polling.core.i18n import _, listed
from polling.report.document_blocks import Block, Document, Figure, Paragraph, Section, Table

_MARK = re.compile("( \\()?\ue000([^\ue001]*)\ue001(\\))?")  # private-use characters
_NEXT = "\ue002"
FEW = 2  # more consecutive numbers become a range


def refer(*keys: str) -> str:
    """The place of a reference to tables and figures within a text."""
    return f"\ue000{_NEXT.join(keys)}\ue001"


@dataclass
class _Numbers:
    prefix: str
    tables: dict[str, int] = field(default_factory=dict)
    figures: dict[str, int] = field(default_factory=dict)

    def label(self, keys: Sequence[str]) -> str:
        """Return the label, such as "Table 3" or "Figures 1–4 and Table 3"; "" for nothing."""
        found = [
            words(self.prefix, sorted(numbers[key] for key in keys if key in numbers))
            for numbers, words in ((self.figures, _figures), (self.tables, _tables))
        ]
        return listed([words for words in found if words])


def _tables(prefix: str, numbers: Sequence[int]) -> str:
    named = _runs(prefix, numbers)
    if len(numbers) == 1:
        return _("Table %(number)s", number=named)
    return _("Tables %(numbers)s", numbers=named) if numbers else ""


def _figures(prefix: str, numbers: Sequence[int]) -> str:
    named = _runs(prefix, numbers)
    if len(numbers) == 1:
        return _("Figure %(number)s", number=named)
    return _("Figures %(numbers)s", numbers=named) if numbers else ""


def _runs(prefix: str, numbers: Sequence[int]) -> str:
    """Return numbers with ranges, such as "A1–A3 and A5"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    long = [[run] if len(run) > FEW else [[one] for one in run] for run in runs]
    ends = [dict.fromkeys([run[0], run[-1]]) for parts in long for run in parts]
    return listed(["–".join(f"{prefix}{number}" for number in one) for one in ends])


def numbered(document: Document, prefix: str = "") -> Document:
    """Return the document with all numbers ("Table A1" with prefix "A") and references."""
    numbers = _Numbers(prefix)
    opening = [_number(block, numbers) for block in document.opening]
    blocks = [_number(block, numbers) for block in document.blocks]

    def say(block: Block) -> Block:
        return _refer(block, numbers.label)

    return replace(document, opening=list(map(say, opening)), blocks=list(map(say, blocks)))


def _number(block: Block, numbers: _Numbers) -> Block:
    match block:
        case Section():
            return replace(block, blocks=[_number(one, numbers) for one in block.blocks])
        case Table():
            at = numbers.tables[block.key] = len(numbers.tables) + 1
            return replace(block, number=_tables(numbers.prefix, [at]))
        case Figure():
            at = numbers.figures[block.chart.key] = len(numbers.figures) + 1
            return replace(block, number=_figures(numbers.prefix, [at]))
        case _:
            return block


def _refer(block: Block, label: Callable[[Sequence[str]], str]) -> Block:
    match block:
        case Section():
            return replace(block, blocks=[_refer(one, label) for one in block.blocks])
        case Paragraph():
            return replace(block, text=_MARK.sub(_resolved(label), block.text))
        case Table() | Figure():
            return replace(block, note=_MARK.sub(_resolved(label), block.note))
        case _:
            return block


def _resolved(label: Callable[[Sequence[str]], str]) -> Callable[[re.Match[str]], str]:
    def resolve(found: re.Match[str]) -> str:
        words = label(found[2].split(_NEXT))
        return f"{found[1] or ''}{words}{found[3] or ''}" if words else ""

    return resolve
