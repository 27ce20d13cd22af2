"""Prices: what one rule stands in the way of."""

from dataclasses import replace

from polling.grouping import Group, Person, Price, Problem, Rule, form_groups
from polling.grouping.prices import points_of, price_rules
from tests.grouping.rooms import price, room

FACILITATED = Problem(
    people=tuple(Person(f"p{n}", ("a" if n < 6 else "b",)) for n in range(12)),
    groups=(Group("g0", "a", facilitator="p11"), Group("g1", "b", facilitator="p0")),
)


def test_facilitators_of_the_theme_they_did_not_ask_for_cost_two_first_choices() -> None:
    grouping = form_groups(FACILITATED)
    prices = price_rules(FACILITATED, grouping)
    assert grouping.points == 20
    assert Price(Rule.PIN, None, points=20, at_most=20, first_choices=2) in prices


def test_only_what_the_problem_has_is_priced() -> None:
    prices = price_rules(FACILITATED, form_groups(FACILITATED))
    assert [price.what for price in prices] == [Rule.SIZE, Rule.PIN, "themes"]


def test_each_attribute_that_is_spread_has_its_price() -> None:
    problem = room(24, 4, seed=3)
    problem = replace(problem, weights=replace(problem.weights, attributes={"country": 0}))
    prices = price_rules(problem, form_groups(problem))
    assert [price.key for price in prices if price.what == "spread"] == [
        "gender",
        "presence",
        "sector",
    ]


def test_points_are_those_of_the_definition() -> None:
    problem = room(21, 3, seed=6)
    current = {person.id: f"g{number % 3}" for number, person in enumerate(problem.people)}
    assert points_of(problem, current) == price(problem, current)


def test_when_groups_closed_prices_compare_those_that_stayed_open() -> None:
    problem = replace(FACILITATED, groups=(*FACILITATED.groups, Group("g2", "c")))
    grouping = form_groups(problem)
    assert grouping.closed == ("g2",)
    assert Price(Rule.PIN, None, 20, 20, 2) in price_rules(problem, grouping)


def test_a_grouping_of_nobody_has_no_price() -> None:
    empty = Problem((), FACILITATED.groups)
    assert price_rules(empty, form_groups(empty)) == ()
