"""Preview the effect of a move."""

from dataclasses import dataclass

from polling.grouping.assignment_summary import GroupView, choice_of, view_of
from polling.grouping.broken_rules import broken_rules
from polling.grouping.problem import Problem
from polling.grouping.result import Assignment, BrokenRule


@dataclass(frozen=True, slots=True)
class Change:
    """The size and mix of a group before and after the move."""

    before: GroupView
    after: GroupView


@dataclass(frozen=True, slots=True)
class MovePreview:
    """The effect of moving one person on sizes, mix and rules.

    `left` is None if they had no group. `choice` is 1 for their first wish, and None for a theme
    they did not choose. `breaks` are rules that the move breaks.
    """

    left: Change | None
    joined: Change
    choice: int | None
    breaks: tuple[BrokenRule, ...]


def preview_move(
    problem: Problem, current: Assignment, person_id: str, to_group: str
) -> MovePreview:
    """Return the effect of moving a person to a group. Raises KeyError if either is unknown."""
    person = {person.id: person for person in problem.people}[person_id]
    themes = {group.id: group.theme for group in problem.groups}
    home, moved = current.get(person_id), {**current, person_id: to_group}
    before, after = broken_rules(problem, current), broken_rules(problem, moved)
    return MovePreview(
        left=_change(problem, current, moved, home) if home in themes else None,
        joined=_change(problem, current, moved, to_group),
        choice=choice_of(person, themes[to_group]),
        breaks=_not_in(before, after),
    )


def _change(problem: Problem, current: Assignment, moved: Assignment, group: str) -> Change:
    before, after = (
        view_of([person for person in problem.people if places.get(person.id) == group])
        for places in (current, moved)
    )
    return Change(before, after)


def _not_in(known: tuple[BrokenRule, ...], rules: tuple[BrokenRule, ...]) -> tuple[BrokenRule, ...]:
    """Return the broken rules that are not in `known`. The reason does not matter."""
    same = {(rule.rule, rule.group, rule.people) for rule in known}
    return tuple(rule for rule in rules if (rule.rule, rule.group, rule.people) not in same)
