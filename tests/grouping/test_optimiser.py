"""The optimiser against brute force, its bounds, and unsatisfiable inputs."""

from dataclasses import replace

import pytest

from polling.grouping import BrokenRule, Group, Person, Problem, Reason, Rule, form_groups
from polling.grouping.problem import understands
from tests.grouping.random_rooms import every_assignment, price, room, tiny_room

SEEDS = range(20)
FEWEST_FEASIBLE = 12


def crowd(size: int, *, virtual: bool = False) -> tuple[Person, ...]:
    return tuple(Person(f"p{number}", virtual=virtual) for number in range(size))


def test_nothing_among_all_assignments_of_tiny_rooms_is_better() -> None:
    feasible = {seed: every_assignment(tiny_room(seed)) for seed in SEEDS}
    assert sum(map(bool, feasible.values())) >= FEWEST_FEASIBLE
    for seed, assignments in feasible.items():
        problem = tiny_room(seed)
        grouping = form_groups(problem, within=0)
        if assignments:
            best = min(price(problem, assignment) for assignment in assignments)
            assert (grouping.points, grouping.bound, grouping.broken) == (best, best, ()), seed
            assert price(problem, grouping.assignment) == best, seed
        else:
            assert grouping.broken != (), seed
            assert list(grouping.assignment) == [person.id for person in problem.people], seed


def test_seventy_eight_people_are_grouped_by_all_the_rules() -> None:
    problem = room(78, 11, seed=1)
    grouping = form_groups(problem, seconds=30)
    sizes = [list(grouping.assignment.values()).count(group.id) for group in problem.groups]
    groups = {group.id: group for group in problem.groups}
    assert grouping.broken == ()
    assert set(sizes) <= {6, 7, 8}
    assert all(understands(p, groups[grouping.assignment[p.id]]) for p in problem.people)
    assert grouping.gap <= 0.01


def test_the_same_seed_gives_the_same_groups() -> None:
    problem = room(40, 6, seed=5)
    assert form_groups(problem) == form_groups(problem)


def test_without_time_everybody_still_has_a_group_and_the_gap_is_reported() -> None:
    grouping = form_groups(room(78, 11, seed=1), seconds=0)
    assert len(grouping.assignment) == 78
    assert not grouping.finished
    assert grouping.bound <= grouping.points


@pytest.mark.parametrize(
    "people, groups, sizes",
    [
        pytest.param(5, 11, [5], id="too few for one"),
        pytest.param(20, 11, [6, 7, 7], id="enough for three"),
        pytest.param(9, 3, [9], id="too many for one, too few for two"),
        pytest.param(100, 11, [9] * 10 + [10], id="more than the seats"),
        pytest.param(1, 1, [1], id="one person"),
    ],
)
def test_numbers_that_do_not_fit_stretch_the_sizes_or_close_groups(
    people: int, groups: int, sizes: list[int]
) -> None:
    problem = Problem(crowd(people), tuple(Group(f"g{n}") for n in range(groups)))
    grouping = form_groups(problem)
    places = list(grouping.assignment.values())
    assert sorted(places.count(group) for group in set(places)) == sizes
    assert {broken.rule for broken in grouping.broken} == {Rule.SIZE}
    assert len(grouping.closed) == groups - len(sizes)
    assert grouping.unavoidable


def test_when_everybody_is_virtual_every_group_lacks_a_voice() -> None:
    groups = (Group("g0"), Group("g1"))
    grouping = form_groups(Problem(crowd(14, virtual=True), groups))
    assert grouping.broken == (
        BrokenRule(Rule.VOICE, Reason.TOO_FEW_IN_ROOM, "g0"),
        BrokenRule(Rule.VOICE, Reason.TOO_FEW_IN_ROOM, "g1"),
    )
    assert grouping.unavoidable


def test_virtual_people_sit_with_the_only_ones_in_the_room() -> None:
    people = tuple(Person(f"p{n}", ("a",), virtual=n > 1) for n in range(14))
    groups = (Group("g0", "a"), Group("g1", "b"))
    grouping = form_groups(Problem(people, groups))
    assert grouping.broken == ()
    assert grouping.assignment["p0"] != grouping.assignment["p1"]


def test_somebody_whose_language_no_group_has_is_placed_and_named() -> None:
    people = (*crowd(6), Person("lost", languages=frozenset({"km"})))
    grouping = form_groups(Problem(people, (Group("g0", language="en"),)))
    lost = BrokenRule(Rule.LANGUAGE, Reason.NO_GROUP_IN_LANGUAGE, "g0", ("lost",))
    assert grouping.broken == (lost,)


def test_facilitators_are_in_their_groups_whatever_they_prefer() -> None:
    people = tuple(Person(f"p{n}", ("a",)) for n in range(12))
    groups = (Group("g0", "a", facilitator="p3"), Group("g1", "b", facilitator="p7"))
    grouping = form_groups(Problem(people, groups))
    assert (grouping.assignment["p3"], grouping.assignment["p7"]) == ("g0", "g1")


def test_pairs_are_kept_together_and_apart() -> None:
    problem = replace(room(24, 4, seed=2), together=(("p1", "p2"),), apart=(("p3", "p4"),))
    assignment = form_groups(problem).assignment
    assert assignment["p1"] == assignment["p2"]
    assert assignment["p3"] != assignment["p4"]


def test_a_pair_both_together_and_apart_is_a_contradiction() -> None:
    problem = Problem(crowd(12), (Group("g0"), Group("g1")), (("p0", "p1"),), (("p1", "p0"),))
    grouping = form_groups(problem)
    together = BrokenRule(Rule.TOGETHER, Reason.CONTRADICTION, people=("p0", "p1"))
    assert grouping.broken == (together,)


def test_without_groups_everybody_is_named_as_unplaced() -> None:
    grouping = form_groups(Problem(crowd(2), ()))
    assert grouping.assignment == {}
    assert grouping.broken == (BrokenRule(Rule.PLACE, Reason.NO_GROUPS, people=("p0", "p1")),)


def test_without_people_nothing_is_broken() -> None:
    grouping = form_groups(Problem((), (Group("g0"),)))
    assert (grouping.assignment, grouping.broken, grouping.closed) == ({}, (), ("g0",))
