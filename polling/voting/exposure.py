"""Exposure: which hidden cells of a table can be worked out from what is known besides.

A hidden count can have another value, with all totals as they are, if it can change by one and
a closed chain of other hidden cells, turn by turn along a column and along a row, can make up
for it, each of them staying between 0 and its base. The totals are the nodes of a graph, and
each hidden cell that can still rise, or fall, is a way from one to another; a chain is a path.

Source: Gusfield, "A graph theoretic approach to statistical data security", SIAM J. Computing 17
(1988).
"""

from dataclasses import dataclass

from polling.voting.ballots import OptionId
from polling.voting.segments import Place, Table

Hidden = frozenset[Place]


@dataclass(frozen=True, slots=True)
class Row:
    """The total of an option, in the graph of what can make up for what."""

    option: OptionId


@dataclass(frozen=True, slots=True)
class Column:
    """The total of a segment, in the same graph."""

    segment: str | None


Shifts = dict[Row | Column, set[Row | Column]]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known besides the cells shown: all bases, the rows' totals, maybe the columns'."""

    table: Table
    columns_known: bool

    def exposes(self, hidden: Hidden, place: Place) -> bool:
        """Return whether a hidden cell can have no other value."""
        cell = self.table.cells[place]
        row, column = Row(place[0]), self._column(place[1])
        shifts = self._shifts(hidden - {place})
        can_rise = cell.count < cell.base and _leads(shifts, column, row)
        can_fall = cell.count > 0 and _leads(shifts, row, column)
        return not can_rise and not can_fall

    def _column(self, segment: str) -> Column:
        """Columns whose totals are not known can make up for each other: they are as one."""
        return Column(segment if self.columns_known else None)

    def _shifts(self, hidden: Hidden) -> Shifts:
        """Return where a surplus of one can be passed on to.

        A hidden cell that rises passes it from its row to its column, one that falls back.
        """
        shifts: Shifts = {}
        for option, segment in hidden:
            cell = self.table.cells[option, segment]
            row, column = Row(option), self._column(segment)
            if cell.count < cell.base:
                shifts.setdefault(row, set()).add(column)
            if cell.count > 0:
                shifts.setdefault(column, set()).add(row)
        return shifts


def _leads(shifts: Shifts, start: Row | Column, end: Row | Column) -> bool:
    reached = fresh = {start}
    while fresh and end not in reached:
        fresh = set().union(*(shifts.get(total, set()) for total in fresh)) - reached
        reached = reached | fresh
    return end in reached
