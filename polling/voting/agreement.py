"""Agreement between the voters' rankings, measured by Kendall's W.

W is 0 when the rankings have nothing in common and 1 when they are all the same. Options that a
ballot leaves out are tied for its last places and share their average rank. W is corrected for
these ties. Without the correction, voters who rank three of eight options could never reach full
agreement.

Source: Kendall & Gibbons, "Rank correlation methods" (1990), chapter 6; the levels follow Schmidt,
"Managing Delphi surveys using nonparametric statistical techniques", Decision Sciences 28 (1997),
who reads 0.7 as strong agreement, 0.5 as moderate and 0.3 as weak.

>>> from polling.voting.ballots import RankedBallot
>>> alike = [RankedBallot(("b", "a"))] * 4
>>> str(agreement(alike, tuple("abcd")).w)
'1'
>>> str(agreement([*alike, RankedBallot(("c", "d"))], tuple("abcd")).w)
'89/225'
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from polling.voting.ballots import Ballot, BallotKind, Number, OptionId, RankedBallot
from polling.voting.profile import collect

STRONG_FROM = Fraction(7, 10)
MODERATE_FROM = Fraction(1, 2)


class Level(StrEnum):
    """Agreement in a word: strong from W = 0.7, moderate from 0.5, weak below."""

    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Kendall's W (exact, from 0 to 1) and the number of ballots it was computed from."""

    w: Fraction
    ballots: int

    @property
    def level(self) -> Level:
        """The level of agreement."""
        if self.w >= STRONG_FROM:
            return Level.STRONG
        return Level.MODERATE if self.w >= MODERATE_FROM else Level.WEAK


def agreement(ballots: Iterable[Ballot], options: Sequence[OptionId]) -> Agreement | None:
    """Return the agreement of ranked ballots; None for fewer than two ballots or options.

    Abstentions and ballots that rank nothing are ignored.
    """
    profile = collect(ballots, options, BallotKind.RANKING)
    ranked = [ballot for ballot in profile.ballots if ballot.ranking]
    if len(ranked) < 2 or len(options) < 2:
        return None
    return Agreement(_kendalls_w(ranked, tuple(options)), len(ranked))


def _kendalls_w(ballots: Sequence[RankedBallot], options: tuple[OptionId, ...]) -> Fraction:
    """Return the spread of the rank sums, divided by the spread if all voters agreed."""
    piles = [(ballot, ballot.weight * times) for ballot, times in Counter(ballots).items()]
    weight = Fraction(sum(pile for _, pile in piles))
    mean = weight * (len(options) + 1) / 2
    sums = [sum(pile * _rank(b, option, len(options)) for b, pile in piles) for option in options]
    apart = sum((rank_sum - mean) ** 2 for rank_sum in sums)
    ties = sum(pile * _cubed(len(options) - len(b.ranking)) for b, pile in piles)
    return 12 * apart / (weight**2 * _cubed(len(options)) - weight * ties)


def _rank(ballot: RankedBallot, option: OptionId, options: int) -> Number:
    if option in ballot.ranking:
        return ballot.ranking.index(option) + 1
    return Fraction(len(ballot.ranking) + 1 + options, 2)


def _cubed(tied: int) -> int:
    """Return the tie correction of one group of tied options: t³ − t for t options."""
    return tied**3 - tied
