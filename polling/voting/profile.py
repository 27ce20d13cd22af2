"""The profile: all ballots of one contest, validated, with the abstentions counted separately."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from polling.voting.ballots import (
    Abstention,
    ApprovalBallot,
    Ballot,
    BallotKind,
    InvalidBallot,
    MarkedBallot,
    Number,
    OptionId,
    PointsBallot,
    RankedBallot,
    ScoreBallot,
)

AnyBallot = TypeVar(
    "AnyBallot", RankedBallot, ApprovalBallot, ScoreBallot, PointsBallot, MarkedBallot
)


class InvalidContest(ValueError):
    """The options or places of the contest are invalid."""


@dataclass(frozen=True, slots=True)
class Profile(Generic[AnyBallot]):
    """The options of a contest, the ballots that mark them, and how many voters abstained.

    The order of `options` only decides in which order equal options are listed.
    """

    options: tuple[OptionId, ...]
    ballots: tuple[AnyBallot, ...]
    abstentions: int = 0

    @property
    def weight(self) -> Number:
        """The total weight of the ballots: the number of voters if all weights are equal."""
        return sum(ballot.weight for ballot in self.ballots)

    @property
    def named(self) -> frozenset[OptionId]:
        """The options named by at least one ballot."""
        return frozenset().union(*(ballot.named for ballot in self.ballots))

    def listed(self, options: Iterable[OptionId]) -> tuple[OptionId, ...]:
        """Return the given options in the order of the contest."""
        chosen = frozenset(options)
        return tuple(option for option in self.options if option in chosen)


def collect(
    ballots: Iterable[Ballot], options: Sequence[OptionId], kind: BallotKind
) -> Profile[Any]:
    """Validate the ballots of a contest and return their profile.

    Raises:
        InvalidContest: two options are equal, or equal as text (1 and "1").
        InvalidBallot: a ballot is of another kind or names an unknown option.
    """
    if len({str(option) for option in options}) < len(options):
        raise InvalidContest("Two options of a contest have the same id.")
    cast = tuple(ballots)
    marked = tuple(ballot for ballot in cast if not isinstance(ballot, Abstention))
    for ballot in set(marked):
        _check(ballot, frozenset(options), kind)
    return Profile(tuple(options), marked, len(cast) - len(marked))


def _check(ballot: MarkedBallot, options: frozenset[OptionId], kind: BallotKind) -> None:
    if ballot.kind is not kind:
        raise InvalidBallot(f"This contest takes {kind} ballots, not {ballot.kind} ballots.")
    if not ballot.named <= options:
        raise InvalidBallot("A ballot names an option that is not in the contest.")
