"""Ratings: what is known of each option when each was rated by other people.

Everybody says of what they were shown *priority now*, *support* or *not now*, or nothing. Every
option has a denominator of its own: those who rated it. Its score is the share of what it could
have got, where a priority counts in full and support by half.

A share of few voters is not exactly that of the room. The interval says where the share may well
lie if everybody had been asked (Wilson, 95 %; for a score it errs on the wide side). Options whose
difference may be chance share a tier: a tier goes on for as long as an option's interval reaches
the score of the tier's first.

Source: Wilson, "Probable inference, the law of succession, and statistical inference", Journal
of the American Statistical Association 22 (1927).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Any

from polling.voting.ballots import Ballot, OptionId, ScoreBallot

NOT_NOW, SUPPORT, PRIORITY = 0, 1, 2
NORMAL_95 = 1.959964
DISPUTED_FROM = Fraction(1, 4)
FEWEST_TO_DISPUTE = 8  # raters: with fewer, a quarter is one person

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rating:
    """How those who rated an option rated it."""

    option: OptionId
    priority: int
    support: int
    not_now: int

    @property
    def raters(self) -> int:
        """How many rated it."""
        return self.priority + self.support + self.not_now

    @property
    def supporters(self) -> int:
        """How many support it, now or at all."""
        return self.priority + self.support

    @property
    def score(self) -> Fraction:
        """From 0 to 1; 0 if nobody rated it."""
        points = PRIORITY * self.priority + self.support
        return Fraction(points, PRIORITY * self.raters) if self.raters else Fraction(0)

    @property
    def interval(self) -> Interval:
        """Where the score may well lie if everybody had been asked."""
        return wilson(float(self.score), self.raters)

    @property
    def support_interval(self) -> Interval:
        """The same for the share of its supporters."""
        return wilson(self.supporters / self.raters if self.raters else 0.0, self.raters)

    @property
    def is_disputed(self) -> bool:
        """Whether at least a quarter want it now and at least a quarter do not."""
        if self.raters < FEWEST_TO_DISPUTE:
            return False
        return min(self.priority, self.not_now) >= DISPUTED_FROM * self.raters

    def as_dict(self) -> dict[str, Any]:
        """Return the rating as JSON-ready data."""
        return {
            "priority": self.priority,
            "support": self.support,
            "not_now": self.not_now,
        }


def wilson(share: float, of: int) -> Interval:
    """Return the interval of a share; all that is possible where nobody was asked.

    >>> [round(end, 2) for end in wilson(0.5, 20)]
    [0.3, 0.7]
    """
    if not of:
        return 0.0, 1.0
    spread = NORMAL_95**2 / of
    middle = (share + spread / 2) / (1 + spread)
    reach = NORMAL_95 * sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    # The share lies within, also where rounding would leave the end a hair short of it.
    return max(0.0, min(share, middle - reach)), min(1.0, max(share, middle + reach))


def rate(ballots: Iterable[Ballot], options: Sequence[OptionId]) -> list[Rating]:
    """Count the ratings of each option, in the order of the options.

    >>> rate([ScoreBallot({"a": PRIORITY}), ScoreBallot({"a": NOT_NOW, "b": SUPPORT})], "ab")[0]
    Rating(option='a', priority=1, support=0, not_now=1)
    """
    given = [b.scores for b in ballots if isinstance(b, ScoreBallot)]
    return [
        Rating(option, *(_times(given, option, mark) for mark in (PRIORITY, SUPPORT, NOT_NOW)))
        for option in options
    ]


def _times(given: Sequence[Any], option: OptionId, mark: int) -> int:
    return sum(scores.get(option) == mark for scores in given)


def in_order(ratings: Iterable[Rating]) -> list[Rating]:
    """Return the ratings by score; of equal ones, the one that more support comes first."""
    return sorted(ratings, key=_standing)


def _standing(rating: Rating) -> tuple[Fraction, Fraction]:
    supported = Fraction(rating.supporters, rating.raters) if rating.raters else Fraction(0)
    return -rating.score, -supported


def are_level(one: Rating, other: Rating) -> bool:
    """Return whether nothing separates two options: neither score nor support."""
    return _standing(one) == _standing(other)


def tiers(ratings: Iterable[Rating]) -> dict[OptionId, int]:
    """Return each option's tier, from 1.

    >>> tiers([Rating("a", 20, 8, 2), Rating("b", 18, 9, 3), Rating("c", 1, 4, 25)])
    {'a': 1, 'b': 1, 'c': 2}
    """
    found: dict[OptionId, int] = {}
    tier, first = 0, None
    for rating in in_order(ratings):
        if first is None or rating.interval[1] < first.score:
            tier, first = tier + 1, rating
        found[rating.option] = tier
    return found


def most_priorities(options: int) -> int:
    """Return how many of an issue's options a ballot may call a priority: a third, rounded up.

    >>> [most_priorities(options) for options in range(1, 10)]
    [1, 1, 1, 2, 2, 2, 3, 3, 3]
    """
    return -(-options // 3)
