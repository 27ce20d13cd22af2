"""A list of people as a table: column names, and a row for each person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from polling.core.errors import BadInput
from polling.core.i18n import _
from polling.core.text import comparison_key

MOST_PEOPLE = 20_000
MOST_COLUMNS = 60
SAMPLES = 3
FIRST_LINES = 20  # the lines searched for the column names
ENOUGH = 0.6  # of the cells of the widest line; a line with fewer is a title, or spans columns

Line = tuple[int, list[str]]  # line number in the file, and cells


@dataclass(frozen=True)
class Listing:
    """The non-empty lines of a file, padded to equal length.

    `remark` is a message for the owner.
    """

    lines: list[Line]
    remark: str = ""

    @cached_property
    def columns(self) -> list[str]:
        """The names of the columns; unnamed ones get their letters."""
        names = self.lines[self._header][1]
        return [
            name or _("Column %(letters)s", letters=letters(at)) for at, name in enumerate(names)
        ]

    @cached_property
    def rows(self) -> list[Line]:
        """The rows of people, without repeated header lines."""
        header = self.lines[self._header][1]
        return [(number, row) for number, row in self.lines[self._header + 1 :] if row != header]

    def column(self, at: int) -> Iterator[tuple[int, str]]:
        """Return the values of a column, with line numbers."""
        return ((number, row[at]) for number, row in self.rows)

    def samples(self, at: int) -> list[str]:
        """Return some different values of a column."""
        return list(dict.fromkeys(cell for _number, cell in self.column(at) if cell))[:SAMPLES]

    @cached_property
    def _header(self) -> int:
        """Return the line with the column names: the first that has a name for most columns."""
        first = [_filled(row) for _number, row in self.lines[:FIRST_LINES]]
        return next(at for at, filled in enumerate(first) if filled >= ENOUGH * max(first))


def listing(lines: Iterator[Line], remark: str = "") -> Listing:
    """Return the non-empty lines. Raises BadInput if there are no people, or too many."""
    kept: list[Line] = []
    for number, row in lines:
        if any(row[MOST_COLUMNS:]):
            most = _("A list can have at most %(most)s columns.", most=MOST_COLUMNS)
            raise BadInput(most, problems=[{"place": at_line(number), "message": most}])
        if any(row):
            kept.append((number, row))
        if len(kept) > MOST_PEOPLE + FIRST_LINES:
            raise BadInput(_("A list can have at most %(most)s people.", most=MOST_PEOPLE))
    made = Listing(_rectangular(kept), remark)
    if not kept or not made.rows:
        raise BadInput(
            _("This list is empty. It needs a line of column names, and one line for each person.")
        )
    return made


def _rectangular(lines: list[Line]) -> list[Line]:
    """Return all lines padded to the length of the longest."""
    width = max((_reach(row) for _number, row in lines), default=0)
    return [(number, [*row[:width], *[""] * (width - len(row))]) for number, row in lines]


def _reach(row: Sequence[str]) -> int:
    return max(at for at, cell in enumerate(row, start=1) if cell)


def at_line(number: int) -> str:
    """Return the place of a line, in words."""
    return _("line %(line)s", line=number)


def letters(at: int) -> str:
    """Return a column's letters as in spreadsheets: A, B, …, Z, AA."""
    first, last = divmod(at, 26)
    return (letters(first - 1) if first else "") + chr(ord("A") + last)


def _filled(row: Sequence[str]) -> int:
    return len({comparison_key(cell) for cell in row if cell})
