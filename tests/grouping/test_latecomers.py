"""A late arrival gets the smallest group of their wishes."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polling.grouping import Group, Latecomers, Person, Problem, Seat, place_late
from tests.grouping.hypothesis_problems import problems
from tests.grouping.one_latecomer import seat_by_the_whole_room
from tests.grouping.random_rooms import room

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


@pytest.mark.parametrize("seed", range(6))
def test_a_batch_gets_the_same_seats_as_one_by_one(seed: int) -> None:
    problem, random = room(90, 12, seed), Random(seed)
    come = [random.random() < 0.4 for _ in problem.people]
    groups = [group.id for group in problem.groups[seed % 3 :]]
    here = zip(problem.people, come, strict=True)
    current = {person.id: random.choice(groups) for person, came in here if came}
    late = [person for person in problem.people if person.id not in current]
    latecomers, places = Latecomers(problem, current), dict(current)
    for person in late:
        seat = latecomers.place(person)
        assert seat is not None
        assert seat == seat_by_the_whole_room(problem, places, person)
        places[person.id] = seat.group


@settings(max_examples=300, deadline=None, derandomize=True)
@given(problems(fewest_people=1, fewest_groups=1), st.data())
def test_contradictory_rules_do_not_change_that(problem: Problem, data: st.DataObject) -> None:
    people = st.sampled_from([person.id for person in problem.people])
    places = st.sampled_from([*(group.id for group in problem.groups), "vanished"])
    current = dict(data.draw(st.dictionaries(people, places)))
    latecomers = Latecomers(problem, current)
    for person in problem.people:
        if person.id not in current:
            seat = latecomers.place(person)
            assert seat is not None
            assert seat == seat_by_the_whole_room(problem, current, person)
            current[person.id] = seat.group
