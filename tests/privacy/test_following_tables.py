"""New tables of people's answers may follow earlier ones if their differences disclose nothing."""

import random
from collections.abc import Mapping

import pytest

from polling.privacy.people_tables import Tables, may_follow
from tests.privacy.random_versions import Answers, certain, tables, versions


def room(**groups: int) -> Answers:
    """So many people of each "sector_gender"."""
    pairs = {tuple(name.split("_")): count for name, count in groups.items()}
    return [(first, second) for (first, second), count in pairs.items() for _ in range(count)]


ROOM = room(A_man=4, A_woman=6, B_man=3, B_woman=7)


@pytest.mark.parametrize(
    "newcomers",
    [
        room(A_man=1, _=4),
        room(A_man=1, C_another=5),
        room(A_man=2, A_woman=2),
        room(_=9),
    ],
    ids=[
        "four say nothing",
        "five of another sector",
        "four",
        "nobody answers",
    ],
)
def test_the_last_tables_are_repeated(newcomers: Answers) -> None:
    new, said = tables([*ROOM, *newcomers])
    assert not may_follow([tables(ROOM)[0].sides], new.sides, said, smallest=1)


def test_new_tables_follow_when_every_number_has_grown_enough() -> None:
    newcomers = room(A_man=4, A_woman=5, B_man=5, B_woman=3)
    new, said = tables([*ROOM, *newcomers])
    assert may_follow([tables(ROOM)[0].sides], new.sides, said, smallest=1)


def of(sector: Mapping[str, int], given: int, people: int = 31) -> dict[str, Tables]:
    """The tables of one question only."""
    here: Tables = {"people": people, "answers": {"sector": {**sector}}, "given": {"sector": given}}
    return {"here": here, "listed": {"people": 0, "answers": {}, "given": {}}}


LAST = of({"Government": 12, "NGO": 9}, 31)


@pytest.mark.parametrize(
    "new, others, is_new",
    [
        (of({"Government": 16, "NGO": 14}, 40, 40), 10, False),
        (of({"Government": 17, "NGO": 14}, 41, 41), 10, True),
        (of({"Government": 17, "NGO": 9}, 36, 36), 10, True),
        (of({"Government": 7, "NGO": 4}, 21, 21), 10, True),
        (of({"Government": 8, "NGO": 13}, 31), 10, False),
        (of({"Government": 7, "NGO": 14}, 31), 10, True),
        (of({"Government": 12, "NGO": 9}, 31, 40), 10, False),
        (of({"Government": 17, "NGO": 9, "Media": 5}, 37, 37), 6, False),
        (of({"Government": 17, "NGO": 9, "Media": 10}, 41, 41), 5, True),
    ],
    ids=[
        "four and five joined",
        "five and five joined",
        "five of one sector joined",
        "five and five left",
        "four changed",
        "five changed",
        "nobody answered",
        "one more made an answer visible",
        "five more made an answer visible",
    ],
)
def test_each_number_changes_by_nothing_or_by_five(
    new: dict[str, Tables], others: int, *, is_new: bool
) -> None:
    exact = {**new["here"]["answers"]["sector"], "Army": others}
    assert may_follow([LAST], new, {"here": {"sector": exact}, "listed": {}}, smallest=1) is is_new


def test_tables_are_compared_with_all_earlier_ones() -> None:
    """Ten joined, and eleven left: readers who know ten of them learn the last one's answer."""
    earlier = [LAST, of({"Government": 17, "NGO": 14}, 41, 41)]
    new = of({"Government": 11, "NGO": 9}, 30, 30)
    said = {"here": {"sector": {"Government": 11, "NGO": 9, "Army": 10}}, "listed": {}}
    assert may_follow(earlier[1:], new, said, smallest=1)
    assert not may_follow(earlier, new, said, smallest=1)


def test_a_registration_list_that_differs_by_one_person_makes_no_new_tables() -> None:
    last = {**LAST, "listed": LAST["here"]}
    new = of({"Government": 22, "NGO": 14}, 46, 46)
    new["listed"] = of({"Government": 12, "NGO": 10}, 32, 32)["here"]
    exact = {
        side: {"sector": {**new[side]["answers"]["sector"], "Army": 10}}
        for side in ("here", "listed")
    }
    assert not may_follow([last], new, exact, smallest=1)
    assert may_follow([LAST], {**new, "listed": LAST["listed"]}, exact, smallest=1)


@pytest.mark.parametrize("seed", range(40))
def test_several_versions_together_leave_every_count_open(seed: int) -> None:
    published = versions(random.Random(seed), leaving=seed % 2 == 1).published
    assert certain(published) in {0, None}
