"""A preview predicts exactly what a move does."""

from dataclasses import replace

import pytest

from polling.grouping import (
    BrokenRule,
    Group,
    Person,
    Problem,
    Reason,
    Rule,
    preview_move,
)

PROBLEM = Problem(
    people=(
        Person("a", ("y", "x"), {"sector": "ngo"}, frozenset({"en"})),
        Person("b", ("x",), {"sector": "ngo"}),
        Person("c", (), {"sector": "media"}),
        Person("d", (), {"sector": "media"}),
    ),
    groups=(Group("g0", "x", None, None, 1, 2), Group("g1", "y", "es", None, 1, 2)),
)
CURRENT = {"a": "g0", "b": "g0", "c": "g1", "d": "g1"}


def test_sizes_and_mixes_before_and_after_and_the_new_choice() -> None:
    preview = preview_move(PROBLEM, CURRENT, "a", "g1")
    assert preview.left is not None
    assert (preview.left.before.size, preview.left.after.size) == (2, 1)
    assert (preview.joined.before.size, preview.joined.after.size) == (2, 3)
    assert preview.joined.before.mixes["sector"].differ == 0
    assert preview.joined.after.mixes["sector"].differ == pytest.approx(2 / 3)
    assert preview.choice == 1


def test_rules_that_the_move_breaks() -> None:
    assert preview_move(PROBLEM, CURRENT, "a", "g1").breaks == (
        BrokenRule(Rule.SIZE, Reason.CONFLICT, "g1"),
        BrokenRule(Rule.LANGUAGE, Reason.CONFLICT, "g1", ("a",)),
    )


def test_a_move_that_repairs_rules_breaks_none() -> None:
    moved = {**CURRENT, "a": "g1"}
    assert preview_move(PROBLEM, moved, "a", "g0").breaks == ()


def test_a_rule_broken_before_and_after_is_not_named() -> None:
    people = (*PROBLEM.people, Person("e"), Person("f"))
    problem = replace(PROBLEM, people=people)
    current = {**CURRENT, "e": "g0", "f": "g1"}
    assert preview_move(problem, current, "b", "g1").breaks == ()


def test_somebody_without_a_group_leaves_none() -> None:
    assert preview_move(PROBLEM, {"b": "g0"}, "a", "g0").left is None


@pytest.mark.parametrize("person, group", [("a", "g9"), ("nobody", "g0")], ids=["group", "person"])
def test_the_unknown_cannot_be_moved(person: str, group: str) -> None:
    with pytest.raises(KeyError):
        preview_move(PROBLEM, CURRENT, person, group)
