"""Who sits where: forming the groups, mending and explaining them. Pure: data in, data out.

`form_groups` assigns people to groups by a mixed-integer programme and says how near to the best
it got; `repair` moves few when some are missing; `place_late` seats one more; `preview_move` says
what a move by hand would do; `explain` and `price_rules` say what people got and what it cost.
"""

from polling.breakouts.assignment.explain import Explanation, GroupView, Mix, explain
from polling.breakouts.assignment.late import Seat, place_late
from polling.breakouts.assignment.optimiser import form_groups
from polling.breakouts.assignment.preview import Change, MovePreview, preview_move
from polling.breakouts.assignment.prices import Price, price_rules
from polling.breakouts.assignment.problem import Group, Person, Problem, Weights
from polling.breakouts.assignment.repair import Repair, repair
from polling.breakouts.assignment.result import Assignment, BrokenRule, Grouping, Reason, Rule
from polling.breakouts.assignment.rules import broken_rules

__all__ = [
    "Assignment",
    "BrokenRule",
    "Change",
    "Explanation",
    "Group",
    "GroupView",
    "Grouping",
    "Mix",
    "MovePreview",
    "Person",
    "Price",
    "Problem",
    "Reason",
    "Repair",
    "Rule",
    "Seat",
    "Weights",
    "broken_rules",
    "explain",
    "form_groups",
    "place_late",
    "preview_move",
    "price_rules",
    "repair",
]
