"""A late arrival gets the smallest group of their wishes."""

from dataclasses import replace

import pytest

from polling.grouping import Group, Person, Problem, Seat, place_late

GROUPS = (Group("g0", "a"), Group("g1", "a"), Group("g2", "b", "es"), Group("g3", "c"))


def seated(*sizes: int) -> tuple[Problem, dict[str, str]]:
    current = [f"g{group}" for group, size in enumerate(sizes) for _ in range(size)]
    people = tuple(Person(f"p{number}") for number in range(len(current)))
    return Problem(people, GROUPS), {p.id: g for p, g in zip(people, current, strict=True)}


@pytest.mark.parametrize(
    "sizes, person, seat",
    [
        pytest.param((7, 6, 6, 6), Person("new", ("a",)), Seat("g1", 1, 0), id="smallest of theme"),
        pytest.param((7, 7, 6, 6), Person("new", ("a", "c")), Seat("g3", 2, 0), id="second choice"),
        pytest.param((7, 7, 6, 7), Person("new", ("c", "a")), Seat("g3", 1, 0), id="rank if equal"),
        pytest.param((8, 8, 7, 7), Person("new", ("a",)), Seat("g2", None, 0), id="theme is full"),
        pytest.param((7, 7, 6, 7), Person("new"), Seat("g2", None, 0), id="open to any"),
        pytest.param(
            (7, 7, 6, 7),
            Person("new", ("b",), languages=frozenset({"en"})),
            Seat("g0", None, 0),
            id="does not speak its language",
        ),
        pytest.param((8, 8, 8, 8), Person("new", ("c",)), Seat("g3", 1, 1), id="all full"),
        pytest.param((7, 7, 7, 0), Person("new", ("c",)), Seat("g0", None, 0), id="closed group"),
    ],
)
def test_the_smallest_group_of_a_theme_asked_for(
    sizes: tuple[int, ...], person: Person, seat: Seat
) -> None:
    found = place_late(*seated(*sizes), person)
    assert found is not None
    assert (found.choice, found.breaks) == (seat.choice, seat.breaks)
    assert found.group == seat.group


def test_a_friend_comes_before_a_theme_and_a_rival_after_all() -> None:
    problem, current = seated(6, 7, 7, 7)
    problem = replace(problem, together=(("new", "p25"),), apart=(("new", "p0"),))
    assert place_late(problem, current, Person("new", ("a",))) == Seat("g3", None, 0)


def test_a_virtual_arrival_joins_a_group_with_somebody_in_the_room() -> None:
    people = tuple(Person(f"p{number}", virtual=number < 6) for number in range(13))
    current = {person.id: "g0" if person.virtual else "g1" for person in people}
    seat = place_late(Problem(people, GROUPS), current, Person("new", ("a",), virtual=True))
    assert seat == Seat("g1", 1, 0)


def test_where_there_are_no_groups_there_is_no_seat() -> None:
    assert place_late(Problem((), ()), {}, Person("new")) is None
