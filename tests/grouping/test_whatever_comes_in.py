"""For any input, everybody is placed once, and the reported quality is correct."""

from hypothesis import given, settings
from hypothesis import strategies as st

from polling.grouping import (
    Person,
    Problem,
    broken_rules,
    form_groups,
    place_late,
    preview_move,
    repair,
    summarize,
)
from tests.grouping.hypothesis_problems import problems

slowly = settings(max_examples=40, deadline=None, derandomize=True)


@slowly
@given(problems(fewest_groups=1))
def test_everybody_is_assigned_exactly_once_to_a_group_there_is(problem: Problem) -> None:
    assignment = form_groups(problem, seconds=1).assignment
    assert list(assignment) == [person.id for person in problem.people]
    assert set(assignment.values()) <= {group.id for group in problem.groups}


@slowly
@given(problems())
def test_the_bound_is_below_the_points_and_the_broken_rules_are_those_of_the_judge(
    problem: Problem,
) -> None:
    grouping = form_groups(problem, seconds=1)
    assert 0 <= grouping.bound <= grouping.points
    if problem.groups and problem.people:  # otherwise, all groups are closed
        assert grouping.broken == broken_rules(problem, grouping.assignment)


@slowly
@given(problems(), st.data())
def test_after_a_repair_exactly_those_who_are_here_are_placed(
    problem: Problem, data: st.DataObject
) -> None:
    people = [person.id for person in problem.people]
    groups = [group.id for group in problem.groups]
    places = st.sampled_from([*groups, "vanished"])
    current = data.draw(st.dictionaries(st.sampled_from([*people, "stranger"]), places))
    gone = data.draw(st.sets(st.sampled_from([*people, "stranger"])))
    mended = repair(problem, current, gone=gone, arrived=[Person("late")], seconds=1)
    here = [person for person in people if person not in gone] + ["late"]
    assert list(mended.assignment) == (here if groups else [])
    assert set(mended.moved) | set(mended.placed) <= set(here)


@slowly
@given(problems(fewest_people=1, fewest_groups=1), st.data())
def test_every_view_of_every_assignment_can_be_had(problem: Problem, data: st.DataObject) -> None:
    groups = st.sampled_from([group.id for group in problem.groups])
    people = st.sampled_from([person.id for person in problem.people])
    current = data.draw(st.dictionaries(people, groups))
    summary = summarize(problem, current)
    asked = sum(summary.choices) + summary.unlisted
    assert asked + summary.open_to_any == len(current)
    seat = place_late(problem, current, Person("late"))
    assert seat is not None
    assert seat.group in {group.id for group in problem.groups}
    moved, target = data.draw(people), data.draw(groups)
    preview = preview_move(problem, current, moved, target)
    grown = current.get(moved) != target
    assert preview.joined.after.size - preview.joined.before.size == grown
