"""Overlap: how many choices two voters share on average, compared with pure chance.

`shared` is the number of options that two different ballots both name, on average over all pairs.
`chance` is the expected value of this number if each voter names the same number of options, but at
random: a·b/m for ballots that name a and b of m options. People understand "two of three" more
easily than a coefficient, and the overlap needs no order.

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
    """The average number of options shared by two of `ballots` ballots, and expected by chance."""

    shared: Fraction
    chance: Fraction
    ballots: int


def overlap(ballots: Iterable[Ballot], options: Sequence[OptionId]) -> Overlap | None:
    """Return the overlap of ranked ballots; None for fewer than two ballots that name an option."""
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
