"""Ballots: one voter's answer in one contest, in the form that the rules count.

Every kind of ballot has a `weight` (a positive `int` or `Fraction`; 1 for "one person, one vote"),
the options that it `named`, and an `opinion` on each option: a number (higher is better), or None
if the ballot does not rate the option. The pairwise count and the tie-breaks only compare opinions,
so they work for every kind of ballot.

Malformed ballots raise `InvalidBallot`. Whether the options exist is checked by the `Profile`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

OptionId = int | str
Number = int | Fraction

MAX_SCORE = 10
POINTS_TO_SPEND = 100


class BallotKind(StrEnum):
    """The kinds of ballots."""

    RANKING = "ranking"
    APPROVAL = "approval"
    SCORE = "score"
    POINTS = "points"


class InvalidBallot(ValueError):
    """The ballot cannot be counted."""


@dataclass(frozen=True, slots=True)
class Abstention:
    """The answer "I abstain". It counts only towards the turnout."""


@dataclass(frozen=True, slots=True)
class RankedBallot:
    """Options in order, best first. Options left out are equal and rank below all listed ones."""

    kind: ClassVar[BallotKind] = BallotKind.RANKING
    ranking: tuple[OptionId, ...]
    weight: Number = 1

    def __post_init__(self) -> None:
        """Refuse a weight that is not positive, and an option listed twice."""
        _require_weight(self.weight)
        if len(set(self.ranking)) < len(self.ranking):
            raise InvalidBallot("A ranking names an option twice.")

    @property
    def named(self) -> frozenset[OptionId]:
        """The ranked options."""
        return frozenset(self.ranking)

    def opinion(self, option: OptionId) -> int:
        """Return the number of places from the option to the end of the list; 0 if left out."""
        if option not in self.ranking:
            return 0
        return len(self.ranking) - self.ranking.index(option)


@dataclass(frozen=True, slots=True)
class ApprovalBallot:
    """The options that the voter approves of, unordered. The empty set is a valid answer."""

    kind: ClassVar[BallotKind] = BallotKind.APPROVAL
    approved: frozenset[OptionId]
    weight: Number = 1

    def __post_init__(self) -> None:
        """Refuse a weight that is not positive."""
        _require_weight(self.weight)

    @property
    def named(self) -> frozenset[OptionId]:
        """The approved options."""
        return self.approved

    def opinion(self, option: OptionId) -> int:
        """Return 1 for an approved option, otherwise 0."""
        return int(option in self.approved)


@dataclass(frozen=True, slots=True)
class ScoreBallot:
    """A whole number from 0 to `MAX_SCORE` for each option that the voter rated.

    An option without a score was not rated, which is not the same as rated 0. A contest whose form
    offers fewer steps uses fewer of the numbers.
    """

    kind: ClassVar[BallotKind] = BallotKind.SCORE
    scores: Mapping[OptionId, int]
    weight: Number = 1

    def __post_init__(self) -> None:
        """Refuse a weight that is not positive and a score off the scale."""
        _require_weight(self.weight)
        _require_range(self.scores.values(), MAX_SCORE)

    def __hash__(self) -> int:
        """Hash the compared fields, because a mapping is not hashable."""
        return hash((frozenset(self.scores.items()), self.weight))

    @property
    def named(self) -> frozenset[OptionId]:
        """The rated options."""
        return frozenset(self.scores)

    def opinion(self, option: OptionId) -> int | None:
        """Return the score, or None for an option that was not rated."""
        return self.scores.get(option)


@dataclass(frozen=True, slots=True)
class PointsBallot:
    """How the voter divides up to `POINTS_TO_SPEND` points. Unspent points are lost."""

    kind: ClassVar[BallotKind] = BallotKind.POINTS
    points: Mapping[OptionId, int]
    weight: Number = 1

    def __post_init__(self) -> None:
        """Refuse a weight that is not positive and more points than the voter has."""
        _require_weight(self.weight)
        _require_range(self.points.values(), POINTS_TO_SPEND)
        if sum(self.points.values()) > POINTS_TO_SPEND:
            raise InvalidBallot(f"A ballot spends more than {POINTS_TO_SPEND} points.")

    def __hash__(self) -> int:
        """Hash the compared fields, because a mapping is not hashable."""
        return hash((frozenset(self.points.items()), self.weight))

    @property
    def named(self) -> frozenset[OptionId]:
        """The options that got at least one point."""
        return frozenset(option for option, points in self.points.items() if points)

    def opinion(self, option: OptionId) -> int:
        """Return the points spent on the option, 0 if none."""
        return self.points.get(option, 0)


MarkedBallot = RankedBallot | ApprovalBallot | ScoreBallot | PointsBallot
Ballot = MarkedBallot | Abstention


def _require_weight(weight: object) -> None:
    """Require an exact weight: rounding of floats would make equal scores differ."""
    if not isinstance(weight, int | Fraction) or weight <= 0:
        raise InvalidBallot("A weight is a whole number or a fraction above zero.")


def _require_range(values: Iterable[object], highest: int) -> None:
    for value in values:
        if not isinstance(value, int) or not 0 <= value <= highest:
            raise InvalidBallot(f"A mark is a whole number from 0 to {highest}.")
