"""Form breakout groups, repair and explain them. Pure: data in, data out.

- `form_groups` assigns people to groups by a mixed-integer programme, with a bound on its optimum.
- `repair` restores sizes and mix after people have left, with few moves.
- `place_late` seats one more person, and `Latecomers` several, one after another.
- `preview_move` predicts the effect of a move by hand.
- `explain` counts the fulfilled wishes of an assignment, and measures how mixed its groups are.
"""

from polling.grouping.assignment_summary import AssignmentSummary, GroupView, Mix, summarize
from polling.grouping.broken_rules import broken_rules
from polling.grouping.latecomers import Latecomers, Seat, place_late
from polling.grouping.move_preview import Change, MovePreview, preview_move
from polling.grouping.optimiser import form_groups
from polling.grouping.problem import Group, Person, Problem, Weights
from polling.grouping.repair import Repair, repair
from polling.grouping.result import Assignment, BrokenRule, Grouping, Reason, Rule

__all__ = [
    "Assignment",
    "AssignmentSummary",
    "BrokenRule",
    "Change",
    "Group",
    "GroupView",
    "Grouping",
    "Latecomers",
    "Mix",
    "MovePreview",
    "Person",
    "Problem",
    "Reason",
    "Repair",
    "Rule",
    "Seat",
    "Weights",
    "broken_rules",
    "form_groups",
    "place_late",
    "preview_move",
    "repair",
    "summarize",
]
