"""Broken rules: each rule, and each reason for breaking it."""

from dataclasses import replace

import pytest

from polling.grouping import BrokenRule, Group, Person, Problem, Reason, Rule, broken_rules

TWO = (Group("g0", smallest=1, largest=2), Group("g1", smallest=1, largest=2))
ABC = Problem((Person("a"), Person("b"), Person("c")), TWO)
CURRENT = {"a": "g0", "b": "g0", "c": "g1"}


SPANISH = replace(ABC, people=(Person("a", languages=frozenset({"es"})), *ABC.people[1:]))
ENGLISH = replace(TWO[0], language="en")


def test_an_assignment_that_breaks_nothing_has_nothing_to_say() -> None:
    assert broken_rules(ABC, CURRENT) == ()


@pytest.mark.parametrize(
    "problem, places, broken",
    [
        pytest.param(
            ABC, "0--",
            BrokenRule(Rule.PLACE, Reason.CONFLICT, None, ("b",)), id="nowhere",
        ),
        pytest.param(
            replace(ABC, groups=()), "000",
            BrokenRule(Rule.PLACE, Reason.NO_GROUPS, None, ("a",)), id="no groups",
        ),
        pytest.param(ABC, "000", BrokenRule(Rule.SIZE, Reason.CONFLICT, "g0"), id="uneven"),
        pytest.param(
            replace(ABC, groups=(replace(TWO[0], smallest=3, largest=3), TWO[1])), "001",
            BrokenRule(Rule.SIZE, Reason.TOO_FEW_PEOPLE, "g0"), id="too few people",
        ),
        pytest.param(
            replace(ABC, groups=(replace(TWO[0], largest=1), replace(TWO[1], largest=1))), "001",
            BrokenRule(Rule.SIZE, Reason.TOO_MANY_PEOPLE, "g0"), id="too many people",
        ),
        pytest.param(
            replace(ABC, people=(Person("a", virtual=True), *ABC.people[1:])), "011",
            BrokenRule(Rule.VOICE, Reason.CONFLICT, "g0"), id="a virtual member alone",
        ),
        pytest.param(
            replace(ABC, people=tuple(replace(p, virtual=True) for p in ABC.people)), "001",
            BrokenRule(Rule.VOICE, Reason.TOO_FEW_IN_ROOM, "g1"), id="nobody in the room",
        ),
        pytest.param(
            replace(SPANISH, groups=(ENGLISH, TWO[1])), "001",
            BrokenRule(Rule.LANGUAGE, Reason.CONFLICT, "g0", ("a",)), id="another would do",
        ),
        pytest.param(
            replace(SPANISH, groups=(ENGLISH,)), "000",
            BrokenRule(Rule.LANGUAGE, Reason.NO_GROUP_IN_LANGUAGE, "g0", ("a",)), id="none would",
        ),
        pytest.param(
            replace(ABC, apart=(("b", "a"),)), "001",
            BrokenRule(Rule.APART, Reason.CONFLICT, None, ("a", "b")), id="not apart",
        ),
        pytest.param(
            replace(ABC, apart=(("a", "b"),), pins={"a": "g0", "b": "g0"}), "001",
            BrokenRule(Rule.APART, Reason.CONTRADICTION, None, ("a", "b")), id="pinned to one",
        ),
        pytest.param(
            replace(ABC, together=(("a", "c"),)), "001",
            BrokenRule(Rule.TOGETHER, Reason.CONFLICT, None, ("a", "c")), id="not together",
        ),
        pytest.param(
            replace(ABC, together=(("a", "c"),), apart=(("c", "a"),)), "001",
            BrokenRule(Rule.TOGETHER, Reason.CONTRADICTION, None, ("a", "c")), id="asked for both",
        ),
        pytest.param(
            replace(ABC, pins={"c": "g0"}), "001",
            BrokenRule(Rule.PIN, Reason.CONFLICT, "g0", ("c",)), id="not where pinned",
        ),
        pytest.param(
            replace(ABC, pins={"c": "g9"}), "001",
            BrokenRule(Rule.PIN, Reason.GROUP_CLOSED, "g9", ("c",)), id="pinned to no group",
        ),
        pytest.param(
            replace(ABC, groups=tuple(replace(group, facilitator="a") for group in TWO)), "001",
            BrokenRule(Rule.PIN, Reason.CONTRADICTION, "g1", ("a",)), id="facilitates two groups",
        ),
    ],
)  # fmt: skip
def test_each_broken_rule_is_named_with_its_reason(
    problem: Problem, places: str, broken: BrokenRule
) -> None:
    current = {person: f"g{place}" for person, place in zip("abc", places, strict=True)}
    assert broken in broken_rules(problem, current)
