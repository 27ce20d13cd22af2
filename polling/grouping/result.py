"""The output: the assignment, its quality, and the broken rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Assignment = Mapping[str, str]
"""Group id by person id."""


class Rule(StrEnum):
    """The rules that hold if possible."""

    PLACE = "place"
    SIZE = "size"
    LANGUAGE = "language"
    VOICE = "voice"
    APART = "apart"
    TOGETHER = "together"
    PIN = "pin"


class Reason(StrEnum):
    """Why a rule is broken. `CONFLICT` means that the rules cannot all be kept together."""

    NO_GROUPS = "no-groups"
    TOO_FEW_PEOPLE = "too-few-people"
    TOO_MANY_PEOPLE = "too-many-people"
    NO_GROUP_IN_LANGUAGE = "no-group-in-language"
    TOO_FEW_IN_ROOM = "too-few-in-room"
    CONTRADICTION = "contradiction"
    GROUP_CLOSED = "group-closed"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True, order=True)
class BrokenRule:
    """A broken rule, the reason, and the people or group it concerns."""

    rule: Rule
    reason: Reason
    group: str | None = None
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grouping:
    """An assignment and a bound on its distance from the optimum.

    `points` is the cost of unfulfilled wishes, and `bound` a proven lower bound for assignments
    that break no more rules. `closed` are the groups left empty because there are too few people.
    `finished` is false if the time limit ended the search (then results may differ between runs).
    `unavoidable` is true if no assignment is proven to break fewer rules, given sizes that fit the
    number of people, and without contradictory pairs.
    """

    assignment: Assignment
    points: int = 0
    bound: int = 0
    broken: tuple[BrokenRule, ...] = ()
    closed: tuple[str, ...] = ()
    finished: bool = True
    unavoidable: bool = True

    @property
    def gap(self) -> float:
        """The share of `points` that may be avoidable, 0 to 1; 0 is a proven optimum."""
        return (self.points - self.bound) / self.points if self.points else 0.0
