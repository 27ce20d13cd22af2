"""The outcome of a contest: who makes the cut, every option's rank, and how ties were settled.

It is plain data. Other packages turn it into sentences and translate them.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from polling.voting.ballots import Number, OptionId


class StepName(StrEnum):
    """The steps that can settle a tie."""

    HEAD_TO_HEAD = "head-to-head"
    FIRST_PLACES = "first-places"
    ADMIT_ALL = "admit-all"
    LOT = "lot"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Standing:
    """The rank and score of one option; options that the rule cannot separate share the `rank`."""

    option: OptionId
    rank: int
    score: Number
    makes_cut: bool

    def as_dict(self) -> dict[str, Any]:
        """Return the standing as JSON-ready data."""
        return {
            "option": self.option,
            "rank": self.rank,
            "score": as_json(self.score),
            "makes_cut": self.makes_cut,
        }


@dataclass(frozen=True, slots=True)
class TieStep:
    """One step in settling a tie: which options are in, out, or still tied.

    `values` are the compared numbers (wins, first places) in the order of the contest; empty for
    steps that compare nothing.
    """

    name: StepName
    advanced: tuple[OptionId, ...]
    dropped: tuple[OptionId, ...]
    still_tied: tuple[OptionId, ...]
    values: tuple[tuple[OptionId, Number], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the step as JSON-ready data."""
        return {
            "name": self.name.value,
            "advanced": list(self.advanced),
            "dropped": list(self.dropped),
            "still_tied": list(self.still_tied),
            "values": [[option, as_json(value)] for option, value in self.values],
        }


@dataclass(frozen=True, slots=True)
class Tie:
    """Options that the rule could not separate, and that compete for fewer `places`.

    The places are those inside the cut or, in a count in rounds, those that stay in the count.
    `admitted` options got a place, even if there were too few places; `unresolved` options wait for
    the organizer.
    """

    options: tuple[OptionId, ...]
    places: int
    admitted: tuple[OptionId, ...]
    unresolved: tuple[OptionId, ...]
    steps: tuple[TieStep, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the tie as JSON-ready data."""
        return {
            "options": list(self.options),
            "places": self.places,
            "admitted": list(self.admitted),
            "unresolved": list(self.unresolved),
            "steps": [step.as_dict() for step in self.steps],
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """The decision of a rule on the ballots of one contest.

    There may be fewer `winners` than `places` (if a tie is left to the organizer, or there are too
    few options) or more (if all options tied for the last place were admitted). `winners` and
    `standings` list the best first. `ballots` and `abstentions` together are the turnout.
    """

    rule: str
    places: int
    tie_policy: str
    ballots: int
    abstentions: int
    winners: tuple[OptionId, ...]
    standings: tuple[Standing, ...]
    ties: tuple[Tie, ...]

    @property
    def unresolved(self) -> tuple[OptionId, ...]:
        """The options among which the organizer must decide; empty if all ties are settled."""
        return tuple(option for tie in self.ties for option in tie.unresolved)

    def as_dict(self) -> dict[str, Any]:
        """Return the outcome as JSON-ready data, with its keys in a fixed order."""
        return {
            "rule": self.rule,
            "places": self.places,
            "tie_policy": self.tie_policy,
            "ballots": self.ballots,
            "abstentions": self.abstentions,
            "winners": list(self.winners),
            "unresolved": list(self.unresolved),
            "standings": [standing.as_dict() for standing in self.standings],
            "ties": [tie.as_dict() for tie in self.ties],
        }


def as_json(number: Number) -> int | str:
    """Return a whole number as an int, any other as a fraction in text: "7/2"."""
    exact = Fraction(number)
    return exact.numerator if exact.denominator == 1 else str(exact)
