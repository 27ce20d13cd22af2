"""The outcome of a contest: who makes the cut, where everybody stands, how ties were settled.

Everything in it is data, so that the sentence about it can be made, and translated, elsewhere.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from polling.voting.ballots import Number, OptionId


class StepName(StrEnum):
    """What a tied set was subjected to."""

    HEAD_TO_HEAD = "head-to-head"
    FIRST_PLACES = "first-places"
    ADMIT_ALL = "admit-all"
    LOT = "lot"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one option stands; options that the rule cannot separate share the `rank`."""

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
    """One step in settling a tie: who is in, who is out, who is tied still.

    `values` are what the step compared (wins, first places), in the order of the contest; steps
    that compare nothing have none.
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
    """Options that the rule left equal, more of them than `places` were to be had.

    The places are those inside the cut or, in a count by rounds, those to stay in the count.
    `admitted` got them, if need be more than there were; `unresolved` wait for the organizer.
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
    """What a rule decides on the ballots of one contest.

    There may be fewer `winners` than `places` (a tie was left to the organizer, or the options
    ran out) or more (all of those tied for the last place were admitted). `winners` and
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
        """The options among which the organizer must decide; none when all is settled."""
        return tuple(option for tie in self.ties for option in tie.unresolved)

    def as_dict(self) -> dict[str, Any]:
        """Return the outcome as JSON-ready data, its keys in a fixed order."""
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
