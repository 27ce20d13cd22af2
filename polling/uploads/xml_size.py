"""Refuse XML that would cost its reader too much, without keeping any of it.

A library makes an object of each element. Most are kept until the part is read, but of a sheet only
one row at a time, and of a table of strings only one string.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from xml.parsers import expat  # it stops at a DOCTYPE, so no entity is expanded

MOST_DEPTH = 100
MOST_ATTRIBUTES = 100  # of an element
MOST_SILENT = 1_000_000  # bytes without a new element; a cell has at most 32,767 characters
MOST_IN_ITEM = 50_000  # elements; a row of Excel has at most 16,384 cells of three

Item = tuple[str, int]  # "namespace name" of elements that are read one by one, and their depth


class BadXml(ValueError):
    """The XML is damaged, or has a DOCTYPE."""


class TooLargeXml(BadXml):
    """The XML has more or deeper elements than allowed, or a longer text."""


@dataclass
class Budget:
    """How many elements all parts of a file may still have.

    Attributes:
        kept: elements that the reader keeps.
        in_items: elements of items.
    """

    kept: int
    in_items: int = 0

    def spend(self, content: Iterable[bytes], item: Item | None = None) -> None:
        """Subtract the elements of a part, given in pieces.

        Raises:
            TooLargeXml: when a limit is exceeded.
            BadXml: for any other error.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.ordered_attributes = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler, parser.EndElementHandler, seen = _counter(self, item)
        silent, before = 0, 0
        try:
            for piece in content:
                parser.Parse(piece, False)
                silent = silent + len(piece) if seen() == before else 0
                before = seen()
                if silent > MOST_SILENT:
                    raise TooLargeXml("a text or an element is too long")
            parser.Parse(b"", True)
        except BadXml:
            raise
        except (expat.ExpatError, ValueError) as error:  # such as an encoding unknown to expat
            raise BadXml(str(error)) from error


_Counter = tuple[Callable[[str, list[str]], None], Callable[[str], None], Callable[[], int]]


def _counter(budget: Budget, item: Item | None) -> _Counter:
    """Return the handlers, which run millions of times, and what returns the number of elements."""
    item_name, item_depth = item or ("", 0)
    seen = depth = before_item = 0
    most = budget.kept  # elements seen before the next limit

    def start(name: str, attributes: list[str]) -> None:
        nonlocal seen, depth, before_item, most
        depth += 1
        if depth == item_depth and name == item_name:
            budget.kept = most - seen
            before_item = seen
            most = seen + min(budget.in_items, MOST_IN_ITEM)
        seen += 1
        if seen > most or depth > MOST_DEPTH or len(attributes) > 2 * MOST_ATTRIBUTES:
            raise TooLargeXml("it has too many elements")

    def end(name: str) -> None:
        nonlocal depth, most
        if depth == item_depth and name == item_name:
            budget.in_items -= seen - before_item
            most = seen + budget.kept
        depth -= 1
        if not depth:
            budget.kept = most - seen

    return start, end, lambda: seen


def _refuse(*_declared: object) -> None:
    raise BadXml("an XML part has a DOCTYPE")
