"""Repairs restore the bounds with as few moves as possible."""

from collections import Counter

import pytest

from polling.grouping import Group, Person, Problem, Rule, form_groups, repair
from tests.grouping.random_rooms import room


def seated(*sizes: int) -> tuple[Problem, dict[str, str]]:
    """Return groups g0, g1, … of these sizes; g0 holds p0, p1, …, and so on."""
    current = [group for group, size in enumerate(sizes) for _ in range(size)]
    people = tuple(Person(f"p{number}") for number in range(len(current)))
    groups = tuple(Group(f"g{number}") for number in range(len(sizes)))
    return Problem(people, groups), {f"p{n}": f"g{group}" for n, group in enumerate(current)}


@pytest.mark.parametrize(
    "sizes, gone, moves",
    [
        pytest.param((7, 7, 7), [], 0, id="nobody gone"),
        pytest.param((7, 7, 7), ["p0"], 0, id="still within bounds"),
        pytest.param((6, 8, 8), ["p0"], 1, id="one short"),
        pytest.param((7, 8, 8), ["p0", "p1", "p2"], 2, id="two short"),
        pytest.param((6, 6, 6), ["p0"], 0, id="one short of three groups"),
    ],
)
def test_no_shows_cost_as_few_moves_as_can_be(
    sizes: tuple[int, ...], gone: list[str], moves: int
) -> None:
    problem, current = seated(*sizes)
    repaired = repair(problem, current, gone=gone)
    counts = set(Counter(repaired.assignment.values()).values())
    assert len(repaired.moved) == moves
    assert counts <= {5, 6, 7, 8}
    assert repaired.finished


def test_the_group_with_the_fewest_members_closes_when_too_few_are_left() -> None:
    problem, current = seated(7, 6, 7, 6)
    repaired = repair(problem, current, gone=["p7", "p8", "p9"])
    assert repaired.closed == ("g1",)
    assert repaired.moved == ("p10", "p11", "p12")
    assert [broken.rule for broken in repaired.broken] == [Rule.SIZE]


def test_late_arrivals_are_placed_without_moving_anybody() -> None:
    problem, current = seated(6, 8, 8)
    repaired = repair(problem, current, arrived=[Person("late"), Person("later")])
    assert repaired.moved == ()
    assert repaired.placed == ("late", "later")
    assert [repaired.assignment[who] for who in repaired.placed] == ["g0", "g0"]


def test_somebody_back_after_all_keeps_their_group() -> None:
    problem, current = seated(7, 7)
    repaired = repair(problem, current, gone=["p3"], arrived=[Person("p3")])
    assert repaired.assignment == current


def test_a_virtual_member_who_lost_their_voice_is_joined_or_moved_by_one_move() -> None:
    people = tuple(Person(f"p{n}", virtual=1 <= n < 7) for n in range(15))
    problem = Problem(people, (Group("g0"), Group("g1")))
    current = {f"p{n}": "g0" if n < 7 else "g1" for n in range(15)}
    repaired = repair(problem, current, gone=["p0"])
    assert len(repaired.moved) == 1
    assert repaired.broken == ()


def test_a_realistic_room_is_repaired_within_its_bounds() -> None:
    problem = room(78, 11, seed=4)
    current = form_groups(problem, seconds=5).assignment
    repaired = repair(problem, current, gone=[f"p{n}" for n in range(0, 78, 11)])
    assert repaired.broken == ()
    assert len(repaired.moved) <= 5


def test_without_people_there_is_nothing_to_repair() -> None:
    problem, current = seated(2)
    assert repair(problem, current, gone=["p0", "p1"]).assignment == {}
