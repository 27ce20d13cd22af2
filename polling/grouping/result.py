"""What comes back: who is where, how good that is, and which rules could not be kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Assignment = Mapping[str, str]
"""Group id by person id."""


class Rule(StrEnum):
    """The rules that hold unless they cannot."""

    PLACE = "place"
    SIZE = "size"
    LANGUAGE = "language"
    VOICE = "voice"
    APART = "apart"
    TOGETHER = "together"
    PIN = "pin"


class Reason(StrEnum):
    """Why a rule is broken. `CONFLICT` is the rest: the rules cannot all be kept at once."""

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
    """A rule that the assignment breaks, why, and for whom."""

    rule: Rule
    reason: Reason
    group: str | None = None
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grouping:
    """An assignment and its largest possible distance from the best one.

    `points` are what it costs in unmet wishes. `bound` is proven: no assignment that breaks as
    few rules costs less. `closed` are the groups left empty because there are too few people;
    `finished` is false when the time limit ended the search (the answer may then differ from run
    to run). `unavoidable` says it is proven that no assignment breaks fewer rules, once the sizes
    are stretched to the number of people and contradictory pairs are set aside.
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
        """How much of `points` may be avoidable, 0 to 1; 0 is a proven optimum."""
        return (self.points - self.bound) / self.points if self.points else 0.0
