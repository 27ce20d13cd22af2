"""Who sits where: forming the groups, mending and explaining them. Pure: data in, data out.

`form_groups` assigns people to groups by a mixed-integer programme and says how near to the best
it got; `repair` moves few when some are missing; `place_late` seats one more; `preview_move` says
what a move by hand would do; `explain` and `price_rules` say what people got and what it cost.
"""

from polling.grouping.broken_rules import broken_rules
from polling.grouping.explain import Explanation, GroupView, Mix, explain
from polling.grouping.latecomers import Seat, place_late
from polling.grouping.optimiser import form_groups
from polling.grouping.preview import Change, MovePreview, preview_move
from polling.grouping.prices import Price, price_rules
from polling.grouping.problem import Group, Person, Problem, Weights
from polling.grouping.repair import Repair, repair
from polling.grouping.result import Assignment, BrokenRule, Grouping, Reason, Rule

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
