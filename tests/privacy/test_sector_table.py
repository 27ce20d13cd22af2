"""The published support by sector: rounded, and complete or not at all."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polling.privacy.rounding import bounds, rounded, step_of
from polling.privacy.sector_findings import common_ground, describe, equal_ranks, minorities
from polling.privacy.sector_table import Cell, SectorTable, SectorVote, sector_table

A, B, C = 1, 2, 3


def cast(sector: str, *groups: tuple[int, tuple[int, ...]]) -> list[SectorVote]:
    return [SectorVote(sector, frozenset(o)) for many, o in groups for _ in range(many)]


def large_and_small() -> list[SectorVote]:
    return [
        *cast("Government", (8, (A, B)), (6, (A, C)), (4, (B, C))),
        *cast("Media", (3, (A, B)), (3, (B, C)), (3, (A, C))),
    ]


def table(**shares: tuple[int, ...]) -> SectorTable:
    """Sectors of nine people, and the published counts for A, B and C, exact to one."""
    cells = {
        (option, name): Cell(
            count, 9, Fraction(max(0, count - 1), 9), Fraction(min(9, count + 1), 9)
        )
        for name, counts in shares.items()
        for option, count in zip((A, B, C), counts, strict=True)
    }
    return SectorTable((A, B, C), tuple(shares), (3,) * len(shares), cells)


@given(base=st.integers(1, 60), step=st.sampled_from((3, 5, 9)), part=st.floats(0, 1))
@settings(derandomize=True)
def test_a_number_stands_for_all_counts_that_are_rounded_to_it(
    base: int, step: int, part: float
) -> None:
    count = round(part * base)
    published = rounded(count, base, step)
    least, most = bounds(published, base, step)
    alike = [other for other in range(base + 1) if rounded(other, base, step) == published]
    assert (least, most) == (alike[0], alike[-1])
    assert count in alike


@pytest.mark.parametrize("base", range(6, 80))
def test_no_number_says_none_or_all(base: int) -> None:
    step = step_of(base)
    assert step
    for count in (0, base):
        least, most = bounds(rounded(count, base, step), base, step)
        assert least < most


@pytest.mark.parametrize("base", range(6, 80))
def test_rounding_adds_or_takes_a_sixth_at_most(base: int) -> None:
    step = step_of(base)
    assert step
    for count in range(base // step * step):
        assert abs(rounded(count, base, step) - count) <= base / 6


def test_all_cells_are_published_and_rounded() -> None:
    found = sector_table(large_and_small(), [A, B, C])
    assert found
    assert found.sectors == ("Government", "Media")
    assert set(found.cells) == {(o, name) for o in (A, B, C) for name in found.sectors}
    assert found.steps == (3, 3)
    assert all(cell.count % 3 == 0 for cell in found.cells.values())


def test_one_sector_is_nothing_to_compare() -> None:
    assert sector_table(cast("Government", (20, (A,)), (20, (B,))), [A, B]) is None


def test_small_sectors_are_merged_with_the_next_smallest() -> None:
    votes = [*large_and_small(), *cast("NGO", (2, (A, B)), (1, (B, C)))]
    found = sector_table(votes, [A, B, C])
    assert found
    assert found.sectors == ("Government", "Media + NGO")


def test_ballots_from_paper_have_no_sector() -> None:
    votes = large_and_small()
    with_paper = sector_table([*votes, *cast("", (7, (A, B)))], [A, B, C])
    assert with_paper == sector_table(votes, [A, B, C])


def test_ballots_from_paper_do_not_fill_up_a_sector() -> None:
    """Organizers know the paper ballots, so the numbers would be about one person."""
    votes = [*cast("State", (7, (A, B)), (7, (A, C))), *cast("NGO", (1, (A, B)))]
    assert sector_table([*votes, *cast("", (3, (A, C)), (3, (B, C)))], [A, B, C]) is None


def test_people_who_changed_sector_after_voting_do_not_disclose_a_count() -> None:
    votes = large_and_small()
    able = {"Government": {A: 18, B: 18, C: 18}, "Media": {A: 9, B: 9, C: 9}}
    assert sector_table(votes, [A, B, C], able=able)
    moved = able | {"Media": {A: 5, B: 9, C: 9}}
    assert sector_table(votes, [A, B, C], able=moved) is None
    elsewhere = able | {"Academia": {A: 1, B: 1, C: 1}}
    assert sector_table(votes, [A, B, C], able=elsewhere) is None


def test_a_table_that_would_disclose_a_ballot_is_not_published() -> None:
    """Seven of nine is rounded to six, and so is five: A can only fall, and B can only rise."""
    votes = [*cast("Government", (5, (A, B)), (2, (A,)), (2, ())), *cast("Media", (6, (A, C)))]
    assert sector_table(votes, [A, B, C]) is None


def test_more_can_be_asked_of_a_sector_but_never_less() -> None:
    few, more = (sector_table(large_and_small(), [A, B, C], smallest=n) for n in (1, 10))
    assert few == sector_table(large_and_small(), [A, B, C])
    assert more is None


def test_an_option_that_few_of_a_sector_could_choose_has_no_cell_there() -> None:
    able = {"Government": {A: 18, B: 18, C: 18}, "Media": {A: 9, B: 9, C: 4}}
    votes = [
        *cast("Government", (6, (A, B)), (6, (A,)), (3, (B, C)), (3, (C,))),
        *cast("Media", (3, (A, B)), (2, (A,)), (2, (B, C)), (2, (C,))),
    ]
    found = sector_table(votes, [A, B, C], able=able)
    assert found
    assert (C, "Government") in found.cells
    assert (C, "Media") not in found.cells


def test_common_ground_is_sure_in_every_sector() -> None:
    room = dict.fromkeys((A, B, C), Fraction(2, 3))
    # Six of nine may be five, which is below 60%.
    assert common_ground(table(media=(9, 9, 6), ngo=(9, 6, 9)), room) == [A]
    assert common_ground(table(media=(9, 9, 6), ngo=(9, 6, 9)), room | {A: Fraction(1, 2)}) == []


def test_a_minority_is_named_for_what_is_surely_among_its_first() -> None:
    found = minorities(table(media=(0, 9, 3), ngo=(6, 6, 0)), places=1, winners=[A])
    assert [(one.sector, one.options) for one in found] == [("media", (B,))]


def test_equal_weights_use_the_published_shares() -> None:
    assert equal_ranks(table(media=(0, 9, 3), ngo=(6, 3, 3))) == {A: 2, B: 1, C: 2}


def test_what_is_said_follows_from_the_table_and_the_room_alone() -> None:
    room = dict.fromkeys((A, B, C), Fraction(2, 3))
    found = describe(table(media=(0, 9, 3), ngo=(6, 3, 3)), room, places=1, winners=[A])
    assert found == {
        "sectors": ["media", "ngo"],
        "rounded_to": [3, 3],
        "support": {"1": [[0, 9], [6, 9]], "2": [[9, 9], [3, 9]], "3": [[3, 9], [3, 9]]},
        "common": [],
        "minority": [{"sector": "media", "options": [B]}],
        "equal": [B],
        "equal_ranks": {"1": 2, "2": 1, "3": 2},
    }
