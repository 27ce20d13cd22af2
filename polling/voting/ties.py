"""Ties: a policy settles which options get the last places, and every step is recorded.

The policy "default" repeats, until the tie is settled:

1. *head-to-head*: the tied options that beat most of the others (a draw counts half);
2. *first places*: the options that most ballots put first;
3. *admit all*: all options still tied are admitted, even if there are fewer places; only
   options that no ballot names stay outside.

After a step that narrows the tie, the policy starts again at the first step with the options still
tied. If not all voters could choose each option, ballots cannot compare them, and the policy starts
with step 3.

The policy "refuse" leaves the decision to the organizer. The policy "lot" draws lots with a seed:
the options are put in the order of SHA-256("seed:option"), lowest first, which anybody can check. A
person who chooses the seed could try seeds until a favourite wins. So use a random number that was
public before the vote, or throw dice in front of the room.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from polling.voting.ballots import MarkedBallot, Number, OptionId
from polling.voting.outcome import StepName, Tie, TieStep
from polling.voting.pairwise import compare
from polling.voting.profile import InvalidContest, Profile
from polling.voting.tally import Tier, cut, tiers_by


class TiePolicy(StrEnum):
    """What settles a tie that the rule leaves open."""

    DEFAULT = "default"
    REFUSE = "refuse"
    LOT = "lot"


@dataclass(frozen=True, slots=True)
class TieBreaker:
    """Settles ties among the options of one profile; only the policy "lot" uses the `seed`.

    `compares` is False if not all voters could choose each option.
    """

    profile: Profile[Any]
    policy: TiePolicy = TiePolicy.DEFAULT
    seed: int | str | None = None
    compares: bool = True

    def __post_init__(self) -> None:
        """Refuse lots without a seed, and a seed that would not be used."""
        if (self.policy is TiePolicy.LOT) != (self.seed is not None):
            raise InvalidContest("The tie policy 'lot', and no other, needs a seed.")

    def settle(self, tied: Tier, places: int) -> Tie:
        """Settle which of the tied options get the places."""
        return _tie(tied, places, tuple(self._steps(tied, places)))

    def settle_alike(self, tied: Tier, places: int) -> Tie:
        """Treat all tied options equally: admit them, or leave them to the organizer."""
        if self.policy is TiePolicy.REFUSE:
            return self.settle(tied, places)
        return _tie(tied, places, (self._admit_all(tied),))

    def _steps(self, tied: Tier, places: int) -> Iterator[TieStep]:
        if self.policy is TiePolicy.REFUSE:
            yield TieStep(StepName.REFUSE, (), (), tied)
        elif self.policy is TiePolicy.LOT:
            yield self._draw_lots(tied, places)
        else:
            yield from self._compare_or_admit(tied, places)

    def _draw_lots(self, tied: Tier, places: int) -> TieStep:
        drawn = sorted(tied, key=lambda option: sha256(f"{self.seed}:{option}".encode()).digest())
        return TieStep(StepName.LOT, tuple(drawn[:places]), tuple(drawn[places:]), ())

    def _compare_or_admit(self, tied: Tier, places: int) -> Iterator[TieStep]:
        while tied:
            for name, values_of in (CRITERIA if self.compares else {}).items():
                step = _step(name, values_of(self.profile, tied), places)
                yield step
                if step.still_tied != tied:
                    break
            else:
                step = self._admit_all(tied)
                yield step
            tied = step.still_tied
            places -= len(step.advanced)

    def _admit_all(self, tied: Tier) -> TieStep:
        named = self.profile.named
        admitted = tuple(option for option in tied if option in named)
        dropped = tuple(option for option in tied if option not in named)
        return TieStep(StepName.ADMIT_ALL, admitted, dropped, ())


def _tie(tied: Tier, places: int, steps: tuple[TieStep, ...]) -> Tie:
    admitted = tuple(option for step in steps for option in step.advanced)
    return Tie(tied, places, admitted, steps[-1].still_tied, steps)


def head_to_head(profile: Profile[Any], tied: Tier) -> dict[OptionId, Number]:
    """Return how many of the other tied options each of them beats; a draw counts half."""
    return compare(profile, tied).wins()


def first_places(profile: Profile[Any], tied: Tier) -> dict[OptionId, Number]:
    """Return the weight of the ballots that put each tied option ahead of all others."""
    firsts: dict[OptionId, Number] = dict.fromkeys(tied, 0)
    for ballot in profile.ballots:
        favourite = _favourite(ballot)
        if favourite in firsts:
            firsts[favourite] += ballot.weight
    return firsts


def _favourite(ballot: MarkedBallot) -> OptionId | None:
    opinions = {option: ballot.opinion(option) or 0 for option in ballot.named}
    best = max(opinions.values(), default=0)
    favourites = [option for option, opinion in opinions.items() if opinion == best]
    return favourites[0] if len(favourites) == 1 else None


CRITERIA: Mapping[StepName, Callable[[Profile[Any], Tier], dict[OptionId, Number]]] = {
    StepName.HEAD_TO_HEAD: head_to_head,
    StepName.FIRST_PLACES: first_places,
}


def _step(name: StepName, values: dict[OptionId, Number], places: int) -> TieStep:
    """Admit the options above the line, drop those below, and keep those on it tied."""
    inside, tied, _ = cut(tiers_by(values, values), places)
    below = tuple(option for option in values if option not in inside + tied)
    return TieStep(name, inside, below, tied, tuple(values.items()))
