"""The decision: a tally cut at the number of places, with the ties at the cut settled."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from polling.voting.ballots import Number, OptionId
from polling.voting.outcome import Standing, Tie
from polling.voting.tally import Tally, Tier, cut
from polling.voting.ties import TieBreaker


@dataclass(frozen=True, slots=True)
class Decision:
    """The winners, best first, and the tiers, scores and ties behind them."""

    winners: Tier
    tiers: tuple[Tier, ...]
    scores: Mapping[OptionId, Number]
    ties: tuple[Tie, ...] = ()

    def standings(self) -> Iterator[Standing]:
        """Yield every option with its rank, counted as in sports: 1, 1, 3."""
        rank = 1
        for tier in self.tiers:
            for option in tier:
                yield Standing(option, rank, self.scores[option], option in self.winners)
            rank += len(tier)


def decide(tally: Tally, places: int, breaker: TieBreaker) -> Decision:
    """Give the places to the best options of the tally, and settle a tie for the last places."""
    inside, tied, free = cut(tally.tiers, places)
    if not tied:
        return Decision(inside, tally.tiers, tally.scores)
    tie = breaker.settle(tied, free)
    return Decision(inside + tie.admitted, tally.tiers, tally.scores, (tie,))
