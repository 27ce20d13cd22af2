"""Figures about sectors: common ground, minorities, and equal weights.

All functions depend only on the published `SectorTable` and on public figures of the whole room, so
they cannot disclose more. Numbers in the table are rounded; statements about a sector hold for
every count that a number may stand for. Only equal weights use the rounded shares.

Source: Cowan et al., "The James Lind Alliance guidebook" (2021), on looking at groups separately
before merging what they rank.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from polling.privacy.rounding import bounds
from polling.privacy.sector_table import Cell, SectorTable

COMMON_GROUND_FROM = Fraction(3, 5)
COMMON_GROUND_PERCENT = int(100 * COMMON_GROUND_FROM)


@dataclass(frozen=True, slots=True)
class Minority:
    """Options among the most supported in a sector, but not among the room's winners."""

    sector: str
    options: tuple[int, ...]


def describe(
    table: SectorTable, room: Mapping[int, Fraction], *, places: int, winners: Collection[Any]
) -> dict[str, Any]:
    """Return the table and the figures derived from it, to store and publish.

    Returns:
        "sectors": their names. "rounded_to": what the numbers of each are multiples of. "support":
        {option id: for each sector [ballots that support it, of how many] (both rounded), or None}.
        "common": see `common_ground`. "minority": [{"sector", "options"}], see `minorities`.
        "equal": the options with the most support if every sector weighed the same, and
        "equal_ranks": {option id: rank}.
    """
    ranks = equal_ranks(table)
    found = minorities(table, places, winners)
    return stored(table, room) | {
        "minority": [{"sector": one.sector, "options": list(one.options)} for one in found],
        "equal": sorted((one for one in ranks if ranks[one] <= places), key=lambda one: ranks[one]),
        "equal_ranks": {str(option): rank for option, rank in ranks.items()},
    }


def stored(table: SectorTable, room: Mapping[int, Fraction]) -> dict[str, Any]:
    """Return "sectors", "rounded_to", "support" and "common", see `describe`."""
    return {
        "sectors": list(table.sectors),
        "rounded_to": list(table.steps),
        "support": {
            str(option): [_figures(table.cells.get((option, name))) for name in table.sectors]
            for option in table.options
        },
        "common": common_ground(table, room),
    }


def table_of(found: Mapping[str, Any], options: Sequence[int]) -> SectorTable:
    """Return the table from which `describe` has made these figures. May raise any error."""
    cells: dict[tuple[int, str], Cell] = {}
    for option in options:
        row = zip(found["sectors"], found["rounded_to"], found["support"][str(option)], strict=True)
        for name, step, (count, base) in (one for one in row if one[2]):
            if count % step or not 0 <= count <= base:
                raise ValueError
            least, most = bounds(count, base, step)
            cells[option, name] = Cell(count, base, Fraction(least, base), Fraction(most, base))
    names, steps = tuple(found["sectors"]), tuple(found["rounded_to"])
    return SectorTable(tuple(options), names, steps, cells)


def adds_up(
    table: SectorTable, support: Mapping[int, int], bases: Mapping[int, int], papers: int
) -> bool:
    """Return whether the rounded numbers can be parts of the room's.

    Args:
        support: how many ballots support each option.
        bases: how many could, with the `papers`, which belong to no sector.
    """
    for option in table.options:
        cells = _row(table, option).values()
        least = sum(cell.least * cell.base for cell in cells)
        most = sum(cell.most * cell.base for cell in cells)
        others = bases[option] - papers - sum(cell.base for cell in cells)
        is_whole = len(cells) == len(table.sectors)
        if least > support[option] or others < 0:
            return False
        if is_whole and (most + papers < support[option] or others):
            return False
    return True


def _figures(cell: Cell | None) -> list[int] | None:
    return [cell.count, cell.base] if cell else None


def common_ground(table: SectorTable, room: Mapping[int, Fraction]) -> list[int]:
    """Return the options that `COMMON_GROUND_FROM` support in the room and in every sector.

    Sectors without a cell for an option do not count; at least two must have one.

    Args:
        room: {option: the share of the room that supports it}, including people without a sector.
    """
    return [
        option
        for option in table.options
        if len(cells := _row(table, option)) > 1
        and room[option] >= COMMON_GROUND_FROM
        and all(cell.least >= COMMON_GROUND_FROM for cell in cells.values())
    ]


def minorities(table: SectorTable, places: int, winners: Collection[Any]) -> list[Minority]:
    """Return, for each sector, the options certainly among its `places` most supported ones.

    Winners and sectors without such options are left out. So are options that all sectors have in
    common, because they would disclose how people with hidden numbers voted.
    """
    tops = {sector: _top(table, sector, places, winners) for sector in table.sectors}
    hidden = frozenset.intersection(*map(frozenset, tops.values())) if tops else frozenset()
    said = ((name, tuple(o for o in top if o not in hidden)) for name, top in tops.items())
    return [Minority(name, top) for name, top in said if top]


def _top(table: SectorTable, sector: str, places: int, winners: Collection[Any]) -> list[int]:
    cells = {o: cell for o in table.options if (cell := table.cells.get((o, sector)))}
    return [o for o in cells if o not in winners and _is_among(cells, o, places)]


def _is_among(cells: Mapping[int, Cell], option: int, places: int) -> bool:
    """Return whether it has support, and fewer than `places` others may have as much."""
    least = cells[option].least
    rivals = sum(cell.most >= least for other, cell in cells.items() if other != option)
    return least > 0 and rivals < places


def equal_ranks(table: SectorTable) -> dict[int, int]:
    """Return the ranks if every sector had the same weight; equal options share a rank.

    Options are ranked by the mean of their rounded shares, over the sectors with a cell for them.
    """
    means = {option: _mean(_row(table, option)) for option in table.options}
    return {
        option: 1 + sum(other > mean for other in means.values()) for option, mean in means.items()
    }


def _mean(cells: Mapping[str, Cell]) -> Fraction:
    shares = [Fraction(cell.count, cell.base) for cell in cells.values()]
    return sum(shares, Fraction()) / len(shares) if shares else Fraction()


def _row(table: SectorTable, option: int) -> dict[str, Cell]:
    return {name: cell for name in table.sectors if (cell := table.cells.get((option, name)))}
