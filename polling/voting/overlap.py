"""Overlap: how many of their choices two voters have in common, and how many by chance.

Two ballots are drawn at random, without replacement. `shared` is how many options both name, on
average over all pairs; `chance` is what that would be if each voter had named as many options, but
any of them with equal probability: a·b/m for ballots that name a and b of m options. Said of a
ballot of three, it is easier to picture than a coefficient, and it needs no order.

>>> from polling.voting.ballots import RankedBallot
>>> found = overlap([RankedBallot(("a", "b")), RankedBallot(("b", "c"))], "abcd")
>>> found.shared, found.chance
(Fraction(1, 1), Fraction(1, 1))
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from polling.voting.ballots import Ballot, BallotKind, OptionId
from polling.voting.profile import collect


@dataclass(frozen=True, slots=True)
class Overlap:
    """Options that two of `ballots` ballots have in common on average, and by chance."""

    shared: Fraction
    chance: Fraction
    ballots: int


def overlap(ballots: Iterable[Ballot], options: Sequence[OptionId]) -> Overlap | None:
    """Compare ranked ballots by what they name; None for fewer than two that name anything."""
    profile = collect(ballots, options, BallotKind.RANKING)
    named = [ballot.named for ballot in profile.ballots if ballot.ranking]
    if len(named) < 2:
        return None
    times = Counter(option for chosen in named for option in chosen)
    sizes = [len(chosen) for chosen in named]
    pairs = len(named) * (len(named) - 1)
    by_chance = sum(sizes) ** 2 - sum(size**2 for size in sizes)
    return Overlap(
        shared=Fraction(sum(often * (often - 1) for often in times.values()), pairs),
        chance=Fraction(by_chance, pairs * len(options)),
        ballots=len(named),
    )
