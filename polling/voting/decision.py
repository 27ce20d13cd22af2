"""The decision: a tally, cut at the number of places, with the ties at the cut settled."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from polling.voting.ballots import Number, OptionId
from polling.voting.outcome import Standing, Tie
from polling.voting.tiers import Tally, Tier, cut
from polling.voting.ties import TieBreaker


@dataclass(frozen=True, slots=True)
class Decision:
    """The winners, best first, and the tiers, scores and ties that they come from."""

    winners: Tier
    tiers: tuple[Tier, ...]
    scores: Mapping[OptionId, Number]
    ties: tuple[Tie, ...] = ()

    def standings(self) -> Iterator[Standing]:
        """Yield every option with its rank: as in sports, two at rank 1 are followed by 3."""
        rank = 1
        for tier in self.tiers:
            for option in tier:
                yield Standing(option, rank, self.scores[option], option in self.winners)
            rank += len(tier)


def decide(tally: Tally, places: int, breaker: TieBreaker) -> Decision:
    """Give the places to the best of the tally, settling a tie for the last of them."""
    inside, tied, free = cut(tally.tiers, places)
    if not tied:
        return Decision(inside, tally.tiers, tally.scores)
    tie = breaker.settle(tied, free)
    return Decision(inside + tie.admitted, tally.tiers, tally.scores, (tie,))
