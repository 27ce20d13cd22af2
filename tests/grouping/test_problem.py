"""Inputs: the cost of a choice, languages, and invalid values."""

import pytest

from polling.grouping import Group, Person, Problem, Weights
from polling.grouping.problem import understands


@pytest.mark.parametrize(
    "theme, points",
    [
        pytest.param("a", 0, id="first choice"),
        pytest.param("c", 6, id="third choice"),
        pytest.param("e", 7, id="fifth choice, never dearer than none"),
        pytest.param("z", 7, id="not on the list"),
        pytest.param(None, 7, id="no theme"),
    ],
)
def test_a_theme_costs_more_the_lower_on_the_list(theme: str | None, points: int) -> None:
    weights = Weights(per_rank=3, unlisted=7)
    assert weights.of_theme(Person("p", ("a", "b", "c", "d", "e")), theme) == points


def test_somebody_open_to_any_theme_costs_nothing_anywhere() -> None:
    assert Weights().of_theme(Person("p"), "a") == 0


@pytest.mark.parametrize(
    "languages, language, expected",
    [
        pytest.param({"en"}, "en", True, id="speaks it"),
        pytest.param({"en"}, "es", False, id="does not"),
        pytest.param(set(), "es", True, id="did not say"),
        pytest.param({"en"}, None, True, id="group of any language"),
    ],
)
def test_who_understands_a_group(languages: set[str], language: str | None, expected: bool) -> None:
    person = Person("p", languages=frozenset(languages))
    assert understands(person, Group("g", language=language)) == expected


@pytest.mark.parametrize("bounds", [(3, 2), (-1, 2), (0, 0)], ids=str)
def test_a_size_that_no_group_can_have_is_refused(bounds: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no size is"):
        Group("g", smallest=bounds[0], largest=bounds[1])


def test_a_negative_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        Weights(attributes={"sector": -1})


def test_two_people_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="two people share an id"):
        Problem((Person("p"), Person("p")), ())


def test_a_facilitator_is_pinned_to_the_first_of_their_groups() -> None:
    groups = (Group("g0", facilitator="p"), Group("g1", facilitator="p"))
    assert Problem((Person("p"),), groups, pins={"p": "g1"}).pinned() == {"p": "g0"}


def test_a_facilitator_from_outside_takes_no_seat() -> None:
    assert Problem((), (Group("g", facilitator="staff"),)).pinned() == {}


def test_pairs_of_people_who_are_here_count_once() -> None:
    problem = Problem((Person("a"), Person("b")), ())
    pairs = (("b", "a"), ("a", "b"), ("a", "a"), ("a", "absent"))
    assert problem.pairs_here(pairs) == [("a", "b")]
