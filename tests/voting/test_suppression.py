"""The attack: work out hidden cells from what is published and from every total."""

import random
from itertools import product

import pytest

from polling.voting.segments import Cell, Place, Table
from polling.voting.suppression import hide, is_sensitive, published

Bounds = dict[Place, tuple[int, int]]
Line = tuple[list[Place], int]


def table_of(*rows: str) -> Table:
    """Read a table from rows like "3/9 10/20", whose options are named a, b, … by row."""
    cells: dict[Place, Cell] = {}
    for option, row in zip("abcdefgh", rows, strict=False):
        for segment, cell in zip("STUVW", row.split(), strict=False):
            supporters, base = cell.split("/")
            cells[option, segment] = Cell(int(supporters), int(base))
    options, segments = dict.fromkeys(o for o, _ in cells), dict.fromkeys(s for _, s in cells)
    return Table(tuple(options), tuple(segments), cells)


def shown(table: Table) -> list[str]:
    cells = published(table)
    return [
        " ".join(
            "-" if (c := cells[o, s]) is None else f"{c.count}/{c.base}" for s in table.segments
        )
        for o in table.options
    ]


def drawn_table(chance: random.Random, largest: int) -> Table:
    options = tuple("abcdefgh"[: chance.randint(1, 4)])
    segments = tuple("STUVW"[: chance.randint(2, 4)])
    bases = {segment: chance.randint(1, largest) for segment in segments}
    liking = {option: chance.random() for option in options}
    cells: dict[Place, Cell] = {
        (option, segment): Cell(
            sum(chance.random() < liking[option] for _ in range(bases[segment])), bases[segment]
        )
        for option, segment in product(options, segments)
    }
    return Table(options, segments, cells)


def lines_of(table: Table, hidden: frozenset[Place], columns: bool) -> list[Line]:
    """Return each row's, and each column's, hidden cells, and what they must add up to."""
    lines = [[(option, segment) for segment in table.segments] for option in table.options]
    if columns:
        lines += [[(option, segment) for option in table.options] for segment in table.segments]
    return [
        (inside, sum(table.cells[place].count for place in inside))
        for line in lines
        if (inside := [place for place in line if place in hidden])
    ]


def work_out(table: Table, hidden: frozenset[Place], columns: bool) -> Bounds:
    """Narrow down every hidden count by the totals and the other bounds, as far as that goes."""
    bounds = {place: (0, table.cells[place].base) for place in hidden}
    lines = lines_of(table, hidden, columns)
    before: Bounds = {}
    while before != bounds:
        before = dict(bounds)
        for places, total in lines:
            least = sum(bounds[place][0] for place in places)
            most = sum(bounds[place][1] for place in places)
            for place in places:
                low, high = bounds[place]
                narrowed = max(low, total - (most - high)), min(high, total - (least - low))
                least, most = least - low + narrowed[0], most - high + narrowed[1]
                bounds[place] = narrowed
    return bounds


def values_of(table: Table, hidden: frozenset[Place], columns: bool) -> dict[Place, set[int]]:
    """Return every count that each hidden cell has in some table with the same totals."""
    places, lines = sorted(hidden, key=str), lines_of(table, hidden, columns)
    found: dict[Place, set[int]] = {place: set() for place in places}

    def fits(counts: dict[Place, int]) -> bool:
        return all(
            sum(counts.get(p, 0) for p in line)
            <= total
            <= sum(counts.get(p, table.cells[p].base) for p in line)
            for line, total in lines
        )

    def fill(counts: dict[Place, int]) -> None:
        if len(counts) == len(places):
            for place, value in counts.items():
                found[place].add(value)
            return
        place = places[len(counts)]
        for value in range(table.cells[place].base + 1):
            if fits(tried := counts | {place: value}):
                fill(tried)

    fill({})
    return found


def test_large_and_divided_cells_are_all_shown() -> None:
    table = table_of("10/20 12/27", "9/20 20/27")
    assert shown(table) == ["10/20 12/27", "9/20 20/27"]


@pytest.mark.parametrize(
    "cell, sensitive",
    [
        (Cell(4, 20), True),
        (Cell(5, 20), False),
        (Cell(0, 20), True),
        (Cell(20, 20), True),
        (Cell(19, 20), False),
        (Cell(3, 4), True),
        (Cell(0, 0), False),
    ],
    ids=str,
)
def test_small_and_unanimous_cells_are_sensitive(cell: Cell, sensitive: bool) -> None:
    assert is_sensitive(cell) is sensitive


def test_what_is_small_can_be_chosen() -> None:
    table = table_of("10/20 12/27", "9/20 20/27")
    cells = published(table, smallest=10)
    assert set(cells.values()) == {None}
    assert is_sensitive(Cell(3, 20), smallest=3) is False


def test_a_hidden_cell_is_never_alone_in_its_row_or_column() -> None:
    table = table_of("3/20 12/27 9/30", "9/20 20/27 15/30", "8/20 9/27 10/30")
    assert shown(table) == ["- - 9/30", "- - 15/30", "8/20 9/27 10/30"]


def test_a_segment_of_four_is_hidden_with_another_beside_it() -> None:
    table = table_of("3/4 12/27 9/30", "2/4 20/27 15/30")
    assert shown(table) == ["- - 9/30", "- - 15/30"]


def test_an_option_that_nobody_supports_hides_nothing_else() -> None:
    table = table_of("0/20 0/27", "9/20 20/27", "8/20 9/27")
    assert shown(table) == ["- -", "9/20 20/27", "8/20 9/27"]


def test_options_and_segments_of_the_same_name_are_kept_apart() -> None:
    plain = table_of("3/20 12/27 9/30", "9/20 20/27 15/30", "8/20 9/27 10/30")
    names = dict(zip(plain.options, "STU", strict=True))
    cells: dict[Place, Cell] = {
        (names[option], segment): cell for (option, segment), cell in plain.cells.items()
    }
    assert shown(Table(("S", "T", "U"), plain.segments, cells)) == shown(plain)


def test_no_sensitive_cell_of_ten_thousand_tables_can_be_worked_out() -> None:
    chance = random.Random(42)
    attacked = 0
    for _ in range(10_000):
        table = drawn_table(chance, largest=40)
        hidden = hide(table)
        for columns in (False, True):
            for place, (low, high) in work_out(table, hidden, columns).items():
                if is_sensitive(table.cells[place]):
                    attacked += 1
                    assert low < high or is_given_away(table, place, columns), (table, place)
    assert attacked > 50_000


def is_given_away(table: Table, place: Place, columns: bool) -> bool:
    low, high = work_out(table, frozenset(table.cells), columns)[place]
    return low == high


def test_no_sensitive_cell_of_small_tables_can_be_worked_out_by_trying_everything() -> None:
    chance = random.Random(7)
    attacked = 0
    while attacked < 300:
        table = drawn_table(chance, largest=6)
        if len(table.cells) > 6:
            continue
        for columns in (False, True):
            values = values_of(table, hide(table), columns)
            given_away = values_of(table, frozenset(table.cells), columns)
            for place in values:
                if is_sensitive(table.cells[place]):
                    attacked += 1
                    assert len(values[place]) > 1 or len(given_away[place]) == 1, (table, place)
