"""Units: people who must be together, unless another rule contradicts it."""

from dataclasses import replace

import pytest

from polling.grouping import Group, Person, Problem
from polling.grouping.inseparable_people import units_of

GROUPS = (Group("g0", smallest=1, largest=3), Group("g1", smallest=1, largest=3))
FIVE = Problem(tuple(Person(name) for name in "abcde"), GROUPS)


def names(problem: Problem) -> list[str]:
    return ["".join(p.id for p in unit.people) for unit in units_of(problem, GROUPS)]


def test_pairs_chain_into_one_unit() -> None:
    assert names(replace(FIVE, together=(("a", "c"), ("c", "e")))) == ["ace", "b", "d"]


@pytest.mark.parametrize(
    "problem",
    [
        pytest.param(replace(FIVE, apart=(("a", "c"),)), id="kept apart"),
        pytest.param(replace(FIVE, pins={"a": "g0", "c": "g1"}), id="pinned to two groups"),
    ],
)
def test_a_pair_that_contradicts_another_rule_is_not_joined(problem: Problem) -> None:
    assert names(replace(problem, together=(("a", "b"), ("b", "c")))) == ["ab", "c", "d", "e"]


def test_no_unit_is_larger_than_a_group() -> None:
    chain = (("a", "b"), ("b", "c"), ("c", "d"))
    assert names(replace(FIVE, together=chain)) == ["abc", "d", "e"]


def test_a_unit_goes_where_one_of_its_people_is_pinned() -> None:
    problem = replace(FIVE, together=(("a", "b"),), pins={"b": "g1", "c": "closed"})
    assert [unit.group for unit in units_of(problem, GROUPS)] == ["g1", None, None, None]
