"""Sectors on ballots are never so small that they identify people."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polling.privacy.sector_pools import merged_pools, pool_of, pools, pools_of_room

ANSWERS = st.lists(st.sampled_from(["", "Government", "NGO", "Media", "Academia"]), max_size=60)


def pooled(said: list[str], smallest: int = 5) -> Counter[str]:
    found = pools("sector", said, smallest=smallest, other="Other")
    return Counter(found["of"].get(answer, found["other"]) for answer in said)


def test_large_sectors_keep_their_name() -> None:
    assert pooled(["NGO"] * 5 + ["Media"] * 7) == {"NGO": 5, "Media": 7}


def test_one_person_is_never_a_pool_whatever_is_asked_for() -> None:
    said = ["State"] * 9 + ["Survivor"]
    assert pooled(said, smallest=1) == {"Other": 10}
    assert pools("sector", said, smallest=1, other="Other")["of"]["Survivor"] == "Other"


def test_small_sectors_and_silence_share_one_pool() -> None:
    said = ["NGO"] * 9 + ["Media"] * 2 + ["Academia"] * 2 + [""]
    assert pooled(said) == {"NGO": 9, "Other": 5}


def test_a_pool_that_is_itself_too_small_takes_in_the_smallest_sector() -> None:
    said = ["NGO"] * 9 + ["Government"] * 6 + ["Media"]
    assert pooled(said) == {"NGO": 9, "Other": 7}


@pytest.mark.parametrize("late", ["", "Media"], ids=["silent", "free text"])
def test_who_says_later_what_nobody_had_said_is_of_the_largest_pool(late: str) -> None:
    found = pools("sector", ["NGO"] * 9 + ["Academia"] * 6, smallest=5, other="Other")
    assert (found["of"].get(late), found["other"]) == (None, "NGO")


@given(said=ANSWERS, late=ANSWERS, smallest=st.integers(2, 8))
@settings(derandomize=True)
def test_nobody_who_comes_later_begins_a_pool(
    said: list[str], late: list[str], smallest: int
) -> None:
    found = pools("sector", said, smallest=smallest, other="Other")
    begun = {found["of"].get(answer, found["other"]) for answer in late}
    assert begun <= set(found["of"].values()) or not said


@given(said=ANSWERS, smallest=st.integers(2, 8))
@settings(derandomize=True)
def test_no_pool_is_smaller_than_allowed_unless_the_room_is(said: list[str], smallest: int) -> None:
    sizes = pooled(said, smallest)
    assert all(size >= smallest for size in sizes.values()) or len(sizes) == 1


@given(room=ANSWERS, asked=ANSWERS, smallest=st.integers(2, 8))
@settings(derandomize=True)
def test_a_votes_pools_are_large_and_separate_nobody_whom_the_rooms_combine(
    room: list[str], asked: list[str], smallest: int
) -> None:
    here = dict(enumerate(room, start=1))
    whole = pools_of_room({}, "sector", here, smallest=smallest, other="Other")
    found = merged_pools(whole, asked, smallest=smallest, other="Other")
    pool = {one: pool_of(found, {"sector": one}) for one in {*room, *asked}}
    sizes = Counter(pool[one] for one in asked)
    assert all(size >= max(smallest, 5) for size in sizes.values()) or len(sizes) == 1
    together: dict[str, set[str]] = {}
    for one, name in pool.items():
        together.setdefault(pool_of(whole, {"sector": one}), set()).add(name)
    assert all(len(names) == 1 for names in together.values())


def test_pools_are_formed_again_after_several_people_have_joined() -> None:
    said = dict(enumerate(["NGO"] * 9 + ["Media"] * 4, start=1))
    before = pools_of_room({}, "sector", said, smallest=5, other="Other")
    said |= dict.fromkeys(range(20, 24), "Media")
    assert pools_of_room(before, "sector", said, smallest=5, other="Other") == before
    said |= {24: "Media"}
    after = pools_of_room(before, "sector", said, smallest=5, other="Other")
    assert (after["of"]["Media"], after["newest"]) == ("Media", 24)
