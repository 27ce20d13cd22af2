from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polling.voting import ApprovalBallot, count
from polling.voting.approval_share import Able
from polling.voting.constituencies import (
    Minority,
    common_ground,
    minority_annex,
    weigh_able,
    weigh_equally,
)
from polling.voting.segments import Cell, Table
from tests.voting.profiles import approving, ranked


def weights(sizes: dict[str, int]) -> list[Fraction]:
    ballot = ApprovalBallot(frozenset("a"))
    weighed = weigh_equally({name: [ballot] * size for name, size in sizes.items()})
    return sorted({Fraction(ballot.weight) for ballot in weighed})


def table_of(cells: dict[str, tuple[int, int]]) -> Table:
    return Table(("a",), tuple(cells), {("a", name): Cell(*cell) for name, cell in cells.items()})


def test_every_segment_weighs_the_same() -> None:
    members = {"state": approving("20 a"), "ngo": approving("5 b"), "media": approving("5 b")}
    standings = count("approval", weigh_equally(members), "ab", places=1).standings
    assert [(s.option, s.score) for s in standings] == [("b", 2), ("a", 1)]


def test_small_segments_are_pooled() -> None:
    assert weights({"state": 20, "ngo": 3, "media": 4}) == [Fraction(1, 20), Fraction(1, 7)]


def test_a_pool_that_is_still_small_takes_in_the_next_smallest_segment() -> None:
    assert weights({"state": 20, "ngo": 6, "media": 4}) == [Fraction(1, 20), Fraction(1, 10)]


def test_sixty_percent_in_every_segment_is_common_ground() -> None:
    assert common_ground(table_of({"state": (12, 20), "ngo": (3, 5)})) == ("a",)


def test_less_than_sixty_percent_in_one_segment_is_not() -> None:
    assert common_ground(table_of({"state": (11, 20), "ngo": (5, 5)})) == ()


def test_a_segment_of_four_has_no_say_in_common_ground_but_counts_in_the_room() -> None:
    assert common_ground(table_of({"state": (16, 20), "ngo": (3, 5), "media": (0, 4)})) == ("a",)
    assert common_ground(table_of({"state": (12, 20), "ngo": (3, 5), "media": (0, 4)})) == ()


@pytest.mark.parametrize("name", ["academia", ""], ids=["a segment", "those of no segment"])
def test_small_segments_have_a_say_together(name: str) -> None:
    large = {"state": (20, 20), "ngo": (5, 5)}
    assert common_ground(table_of(large | {"media": (1, 4), name: (1, 1)})) == ()
    assert common_ground(table_of(large | {"media": (2, 4), name: (1, 1)})) == ("a",)
    assert common_ground(table_of({"state": (20, 20), "media": (2, 4), name: (1, 1)})) == ("a",)


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 70), min_size=1), st.data())
def test_one_or_two_dissenters_prevent_no_common_ground(
    sizes: dict[str, int], data: st.DataObject
) -> None:
    all_in_favour = {name: (size, size) for name, size in sizes.items()}
    against = data.draw(st.sampled_from(sorted(sizes)))
    size = sizes[against]
    but_two = all_in_favour | {against: (max(0, size - 2), size)}
    assert common_ground(table_of(but_two)) == common_ground(table_of(all_in_favour))


def test_from_how_many_on_a_segment_has_a_say_can_be_chosen() -> None:
    cells = {"state": (20, 20), "ngo": (2, 5), "media": (2, 2)}
    assert common_ground(table_of(cells)) == ()
    assert common_ground(table_of(cells), smallest=1) == ()  # two people speak for no segment
    assert common_ground(table_of(cells), smallest=6) == ()  # but NGO and media for the others
    assert common_ground(table_of(cells | {"media": (3, 3)}), smallest=6) == ("a",)
    members = {"state": ranked("20 a>b>c"), "media": ranked("4 e>d>c")}
    annex = minority_annex("top-three", members, "abcde", places=2, room="abc", smallest=4)
    assert annex == (Minority("media", ("e", "d")),)
    ballot = members["media"][0]
    weighed = weigh_equally({"state": [ballot] * 20, "media": [ballot] * 4}, smallest=4)
    assert [one.weight for one in (weighed[0], weighed[-1])] == [Fraction(1, 20), Fraction(1, 4)]


def test_one_segment_alone_has_no_common_ground() -> None:
    assert common_ground(table_of({"state": (20, 20), "media": (4, 4)})) == ()


def test_the_annex_lists_what_one_segment_ranked_high_and_the_room_did_not() -> None:
    members = {
        "state": ranked("20 a>b>c"),
        "ngo": ranked("5 d>a>b"),
        "media": ranked("4 e>d>c"),
    }
    annex = minority_annex("top-three", members, "abcde", places=3, room="abc")
    assert annex == (Minority("ngo", ("d",)),)


SHARED = {"state": approving("10 a", "10 b"), "ngo": approving("6 b", "4 c")}
ABLE: dict[str, Able] = {"state": {"a": 12, "b": 20, "c": 20}, "ngo": {"a": 10, "b": 10, "c": 5}}


def test_by_share_a_segment_counts_those_of_it_who_could_choose() -> None:
    # Of the NGOs 6 of 10 chose b, and 4 of the 5 who could chose c.
    annex = minority_annex("approval-share", SHARED, "abc", places=1, room="b", able=ABLE)
    assert annex == (Minority("ngo", ("c",)), Minority("state", ("a",)))


def test_what_one_voter_of_a_segment_could_choose_is_not_in_the_annex() -> None:
    few: dict[str, Able] = {**ABLE, "ngo": {"a": 10, "b": 10, "c": 4}}
    annex = minority_annex("approval-share", SHARED, "abc", places=1, room="b", able=few)
    assert annex == (Minority("state", ("a",)),)


def test_those_who_could_choose_are_weighed_as_the_ballots_are() -> None:
    weighed = weigh_able(SHARED, ABLE)
    assert weighed == {"a": Fraction(8, 5), "b": 2, "c": Fraction(3, 2)}
    standings = count("approval-share", weigh_equally(SHARED), "abc", 1, able=weighed).standings
    assert [(s.option, s.score) for s in standings] == [
        ("b", Fraction(11, 20)),
        ("a", Fraction(5, 16)),
        ("c", Fraction(4, 15)),
    ]
