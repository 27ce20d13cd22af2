"""Summaries count people, and mixes are probabilities."""

import pytest

from polling.grouping import Group, Mix, Person, Problem, summarize

PROBLEM = Problem(
    people=(
        Person("a", ("x", "y"), {"sector": "ngo"}),
        Person("b", ("y", "x"), {"sector": "ngo"}),
        Person("c", ("z",), {"sector": "media"}, virtual=True),
        Person("d", (), {}),
        Person("e", ("x",), {"sector": "media"}),
    ),
    groups=(Group("g0", "x"), Group("g1", "y"), Group("g2")),
)
ASSIGNMENT = {"a": "g0", "b": "g0", "c": "g0", "d": "g1"}


def test_everybody_placed_is_counted_under_the_choice_they_got() -> None:
    summary = summarize(PROBLEM, ASSIGNMENT)
    assert summary.choices == (1, 1)
    assert (summary.unlisted, summary.open_to_any) == (1, 1)


def test_a_group_is_as_mixed_as_two_of_its_members_are_likely_to_differ() -> None:
    group = summarize(PROBLEM, ASSIGNMENT).groups["g0"]
    assert (group.size, group.virtual) == (3, 1)
    assert group.mixes["sector"].counts == {"media": 1, "ngo": 2}
    assert group.mixes["sector"].differ == pytest.approx(2 / 3)


def test_the_whole_room_is_shown_with_its_groups() -> None:
    room = summarize(PROBLEM, {**ASSIGNMENT, "e": "g1"}).room
    assert room.size == 5
    assert room.mixes["sector"].counts == {"media": 2, "ngo": 2}
    assert room.mixes["sector"].differ == pytest.approx(2 / 3)


def test_one_known_value_says_nothing_about_a_mix() -> None:
    assert summarize(PROBLEM, {"c": "g2"}).groups["g2"].mixes == {"sector": Mix({"media": 1}, None)}


def test_a_group_of_nobody_is_an_empty_view() -> None:
    empty = summarize(PROBLEM, ASSIGNMENT).groups["g2"]
    assert (empty.size, empty.virtual, empty.mixes) == (0, 0, {})
