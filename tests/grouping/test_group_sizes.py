"""Sizes: as many groups as people can fill, and which groups close."""

import pytest

from polling.grouping import Group, Person, Problem
from polling.grouping.group_sizes import fit_sizes


def people(count: int, *themes: str) -> tuple[Person, ...]:
    return tuple(Person(f"{themes}{number}", themes) for number in range(count))


def bounds(problem: Problem) -> list[tuple[int, int]]:
    return [(group.smallest, group.largest) for group in fit_sizes(problem).groups]


@pytest.mark.parametrize(
    "count, expected",
    [
        pytest.param(12, [(6, 8), (6, 8)], id="fits"),
        pytest.param(18, [(6, 9), (6, 9)], id="two too many: one each"),
        pytest.param(11, [(5, 8), (6, 8)], id="one too few"),
        pytest.param(8, [(6, 8)], id="enough for one"),
        pytest.param(3, [(3, 8)], id="too few for one"),
    ],
)
def test_bounds_are_stretched_no_more_than_the_number_of_people_asks(
    count: int, expected: list[tuple[int, int]]
) -> None:
    assert bounds(Problem(people(count), (Group("g0"), Group("g1")))) == expected


def test_the_group_of_the_theme_wanted_least_closes() -> None:
    groups = (Group("g0", "a"), Group("g1", "b"), Group("g2", "c"))
    crowd = (*people(6, "a"), *people(2, "b"), *people(5, "c"))
    assert fit_sizes(Problem(crowd, groups)).closed == ("g1",)


def test_a_second_group_of_a_popular_theme_yields_to_the_first_of_another() -> None:
    groups = (Group("g0", "a"), Group("g1", "a"), Group("g2", "b"))
    crowd = (*people(7, "a"), *people(5, "b"))
    assert fit_sizes(Problem(crowd, groups)).closed == ("g1",)


def test_the_only_group_that_some_understand_stays_open() -> None:
    groups = (Group("g0", "a", "en"), Group("g1", "a", "es"), Group("g2", "a", "en"))
    crowd = tuple(
        Person(f"p{n}", ("a",), languages=frozenset({"es" if n == 0 else "en"})) for n in range(12)
    )
    assert fit_sizes(Problem(crowd, groups)).closed == ("g2",)


def test_a_group_whose_facilitator_is_here_stays_open() -> None:
    groups = (Group("g0", "a"), Group("g1", "b", facilitator="host"))
    crowd = (*people(6, "a"), Person("host"))
    assert fit_sizes(Problem(crowd, groups)).closed == ("g0",)


def test_with_members_given_the_group_with_the_fewest_closes() -> None:
    groups = (Group("g0"), Group("g1"), Group("g2"))
    problem = Problem(people(13), groups)
    assert fit_sizes(problem, {"g0": 4, "g1": 3, "g2": 6}).closed == ("g1",)
