"""Attendance, registration, turnout, and one attribute by sector."""

import random
from collections import Counter
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polling.people.attributes import DEFAULT_ATTRIBUTES
from polling.privacy.people_tables import crossed, crossed_attribute, large_enough
from polling.privacy.turnout_table import turnout
from tests.privacy.attack import Found, Room, attack
from tests.privacy.random_versions import SMALL, Cells, certain_alone, like, rooms, tables

ATTRIBUTES = [one.model_dump() for one in DEFAULT_ATTRIBUTES]
COUNTS = st.dictionaries(st.sampled_from(["", "A", "B", "C", "D"]), st.integers(0, 15))


def test_answers_of_few_are_in_a_rest_that_is_not_few() -> None:
    assert large_enough({"State": 9, "NGO": 7, "Media": 2}, smallest=5) == [{"State": 9}]
    assert large_enough({"State": 9, "Media": 2, "Army": 3}, smallest=5) == [{"State": 9}]


def test_everybody_large_enough_is_shown_beside_those_who_said_nothing() -> None:
    assert large_enough({"State": 9, "NGO": 7, "": 1}, smallest=5) == [{"State": 9, "NGO": 7}]


def test_the_registered_and_the_present_have_the_same_answers() -> None:
    """With twelve registered and two present, neither table discloses how many of the rest came."""
    registered, present = {"State": 20, "NGO": 12, "Media": 8}, {"State": 15, "NGO": 6, "Media": 2}
    assert large_enough(registered, present, smallest=5) == [{"State": 20}, {"State": 15}]


def test_a_list_that_nobody_has_joined_from_yet_is_shown_alone() -> None:
    assert large_enough({"State": 20, "NGO": 12}, {}, smallest=5) == [{"State": 20, "NGO": 12}, {}]


@given(registered=COUNTS, present=COUNTS, smallest=st.integers(1, 9))
@settings(derandomize=True)
def test_no_number_and_no_rest_of_people_who_answered_is_small(
    registered: dict[str, int], present: dict[str, int], smallest: int
) -> None:
    sides = (registered, present)
    for side, shown in zip(sides, large_enough(*sides, smallest=smallest), strict=True):
        left = {a: side[a] for a in side if a and a not in shown and side[a]}
        assert all(count >= max(5, smallest) for count in shown.values())
        if shown and left:
            assert sum(left.values()) + side.get("", 0) >= max(5, smallest)


def rows(**sectors: tuple[int, int]) -> list[dict[str, object]]:
    return [
        {"sector": name, "voted": voted, "present": present}
        for name, (voted, present) in sectors.items()
    ]


def test_sectors_of_which_few_voted_are_merged() -> None:
    told = turnout(rows(State=(30, 40), NGO=(9, 12), Media=(2, 8), Army=(0, 6)), smallest=5)
    assert told == rows(State=(30, 40), **{"Army + Media + NGO": (11, 26)})


def test_all_of_a_large_sector_may_have_voted() -> None:
    told = turnout(rows(State=(9, 12), Media=(7, 7)), smallest=5)
    assert told == rows(State=(9, 12), Media=(7, 7))


@pytest.mark.parametrize("smallest", [1, 5])
def test_there_is_no_turnout_of_one_sector_alone(smallest: int) -> None:
    assert turnout(rows(State=(9, 12), Media=(4, 7)), smallest=smallest) == []


def test_one_attribute_is_published_by_sector() -> None:
    assert crossed_attribute(ATTRIBUTES) == ("sector", "gender")
    assert crossed_attribute([one | {"segment": False} for one in ATTRIBUTES]) is None


def people(**groups: int) -> list[tuple[str, str]]:
    """So many of each "sector_gender"."""
    pairs = {tuple(name.split("_")): count for name, count in groups.items()}
    return [(first, second) for (first, second), count in pairs.items() for _ in range(count)]


def test_two_attributes_are_rounded() -> None:
    said = people(State_woman=9, State_man=12, NGO_woman=8, NGO_man=7, _woman=2)
    found = crossed(said, {"State": 21, "NGO": 15}, {"woman": 19, "man": 19})
    assert found == {"State": {"woman": 7, "man": 14}, "NGO": {"woman": 10, "man": 5}}


def test_a_table_that_would_identify_people_is_not_published() -> None:
    """Six may be seven and three may be four, but there are eleven women, so they are certain."""
    said = people(State_woman=7, State_man=2, NGO_woman=4, NGO_man=5)
    assert crossed(said, {"State": 9, "NGO": 9}, {"woman": 11, "man": 7}) is None


@pytest.mark.parametrize(
    "said",
    [
        people(Media_man=4, Media_woman=8, State_man=4, State_woman=1, NGO_man=3, NGO_woman=2),
        people(Media_man=12, Media_woman=13, State_man=4, State_woman=1, NGO_man=6, NGO_woman=4),
    ],
    ids=["22 people", "40 people"],
)
def test_five_people_have_no_numbers_that_their_total_would_make_exact(
    said: list[tuple[str, str]],
) -> None:
    """Of five, only four and one are rounded to three and none."""
    published, _ = tables(said)
    assert published.crossed["State"] == {"man": None, "woman": None}
    assert certain_alone(published) == 0


def test_the_only_woman_of_a_sector_does_not_learn_that_all_others_are_men() -> None:
    said = people(State_man=6, State_woman=1, NGO_man=8, NGO_woman=9, Media_man=6, Media_woman=6)
    published, _ = tables(said)
    assert published.crossed.get("State", {}).get("woman") is None


def test_a_count_above_the_highest_multiple_is_not_rounded_down() -> None:
    """Readers who expect the nearest multiple would take all eight men for seven."""
    said = people(State_man=8, NGO_man=9, NGO_woman=16, Media_man=8, Media_woman=7)
    published, _ = tables(said)
    assert published.crossed["State"] == {"man": None, "woman": None}


def test_nothing_is_certain_in_small_rooms() -> None:
    """All tables with the published totals and numbers are tried."""
    shown = [one for one in rooms(100, 20261201, *SMALL) if one.crossed]
    assert len(shown) > 40
    assert {certain_alone(one) for one in shown} == {0}


def test_large_rooms_keep_the_table() -> None:
    assert sum(bool(one.crossed) for one in rooms(60, 20261201, 78)) > 50


@pytest.mark.parametrize("seed", range(12))
def test_nothing_of_two_attributes_is_certain(seed: int) -> None:
    chance = random.Random(seed)
    sectors, genders = ["State", "NGO", "Media", ""], ["woman", "man", "another", ""]
    weights = {sector: [6, chance.randint(2, 9), chance.random(), 1] for sector in sectors}
    said = [
        (sector, chance.choices(genders, weights[sector])[0])
        for sector in chance.choices(sectors, [6, 4, 3, 1], k=chance.randint(20, 70))
    ]
    (rows,) = large_enough(Counter(sector for sector, _ in said), smallest=5)
    (columns,) = large_enough(Counter(gender for _, gender in said), smallest=5)
    table = crossed(said, rows, columns)
    if table:
        assert attack(as_known(said, table, rows, columns)) == Found(0, 0, 0)


def as_known(
    said: list[tuple[str, str]],
    table: Cells,
    rows: dict[str, int],
    columns: dict[str, int],
) -> Room:
    """The attacker's knowledge: the table, its rounding, and all answers except the sector."""
    pooled = [(a if a in rows else "", b if b in columns else "") for a, b in said]
    people = Counter(sector for sector, _ in pooled)
    downs, acrosses = sorted(people), [*columns, ""]
    limits = np.zeros((len(downs), len(acrosses), 2), dtype=np.int64)
    for down, across in product(downs, acrosses):
        cells, size = table.get(down, {}), people[down]
        alike = like(cells[across], size) if across in cells else range(size + 1)
        limits[downs.index(down), acrosses.index(across)] = alike[0], alike[-1]
    return Room(
        np.array([downs.index(sector) for sector, _ in pooled]),
        np.array([[gender == across for across in acrosses] for _, gender in pooled], dtype=int),
        [people[down] for down in downs],
        limits[:, :, 0],
        limits[:, :, 1],
    )


def test_nobody_makes_no_table() -> None:
    assert crossed([], {}, {}) is None
