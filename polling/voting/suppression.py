"""Suppression: which cells of a table must stay hidden, so that no ballot can be worked out.

A cell is *sensitive* if fewer than `smallest` support the option (its count, or its whole base,
is small), or if all of the base do: then everybody knows how each of them voted.

Hiding the sensitive cells is not enough. The room's total for each option is public, and a hidden
cell that is alone in its row is that total less the others. People may also know how many options
a segment supports in all (three times its voters, if everybody ranked three), which does the same
for columns. So other cells are hidden too, until every sensitive one could have another value
with all totals and bases as they are, whether or not the columns' totals are known. Only where
the totals alone give a value away (nobody in the room supports the option) nothing helps.
"""

from collections.abc import Iterator
from itertools import product

from polling.voting.exposure import Hidden, Knowledge
from polling.voting.segments import Cell, Place, Table

SMALLEST = 5  # unless somebody has said otherwise


def published(
    table: Table, *, smallest: int = SMALLEST, harmless: Hidden = frozenset()
) -> dict[Place, Cell | None]:
    """Return the cells of a table as they may be shown, None for those that stay hidden.

    Cells are sensitive below `smallest`, see `is_sensitive`, unless they are `harmless`: these say
    nothing of anybody, and are hidden only to protect others.

    >>> cells = {("a", "media"): Cell(3, 9), ("a", "public"): Cell(9, 20)}
    >>> published(Table(("a",), ("media", "public"), cells))
    {('a', 'media'): None, ('a', 'public'): None}
    """
    hidden = hide(table, smallest=smallest, harmless=harmless)
    return {place: None if place in hidden else cell for place, cell in table.cells.items()}


def is_sensitive(cell: Cell, *, smallest: int = SMALLEST) -> bool:
    """Return whether a cell says too much about the voters in it."""
    return cell.base > 0 and (cell.count < smallest or cell.count == cell.base)


def hide(table: Table, *, smallest: int = SMALLEST, harmless: Hidden = frozenset()) -> Hidden:
    """Return the cells to hide: those that are sensitive, and those that protect them."""
    everything = frozenset(table.cells)
    cells = table.cells
    sensitive = [
        place
        for place in cells
        if place not in harmless and is_sensitive(cells[place], smallest=smallest)
    ]
    hidden = frozenset(sensitive)
    for columns_known, place in product((False, True), sensitive):
        knowledge = Knowledge(table, columns_known)
        if knowledge.exposes(hidden, place) and not knowledge.exposes(everything, place):
            hidden |= _protection(knowledge, hidden, place)
    return hidden


def _protection(knowledge: Knowledge, hidden: Hidden, exposed: Place) -> Hidden:
    """Return the company with the fewest new cells that protects the exposed one.

    If none does, return all cells, which do.
    """
    companies = sorted(_companies(knowledge.table, exposed), key=lambda cells: len(cells - hidden))
    for company in companies:
        if not knowledge.exposes(hidden | company, exposed):
            return company
    return frozenset(knowledge.table.cells)


def _companies(table: Table, place: Place) -> Iterator[Hidden]:
    """Yield every other cell of the row, alone and with the two that make up a rectangle.

    Segments with few voters come first. The order depends on nothing secret, so that the choice
    gives nothing away.
    """
    option, segment = place
    others = [name for name in table.segments if name != segment]
    for name in sorted(others, key=lambda name: table.cells[option, name].base):
        yield frozenset({(option, name)})
        for other in table.options:
            yield frozenset({(option, name), (other, segment), (other, name)})
