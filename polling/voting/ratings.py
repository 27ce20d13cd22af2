"""Ratings of options that were each rated by different people.

Each person rates the options they were shown as *priority now*, *support* or *not now*, or skips
them. Every option has its own denominator: the people who rated it. Its score is a share of the
best possible score, where "priority" counts 1 and "support" one half.

The share among the people who rated an option is an estimate for the whole electorate. The interval
gives the plausible range if everybody who may vote on the option had rated it (Wilson, 95%;
conservative for a score). The electorate is finite, so the interval shrinks as more of it vote, and
it is a single point if everybody has voted (finite population correction). Options whose difference
may be due to chance share a tier: a tier continues while an option's interval contains the score of
the tier's first option.

Sources: Wilson, "Probable inference, the law of succession, and statistical inference", Journal of
the American Statistical Association 22 (1927); Cochran, "Sampling techniques" (1977), section 3.2,
for the variance of a share of a finite population; O'Neill, "Mathematical properties and
finite-population correction for the Wilson score interval" (2021), for the combination of the two.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Any

from polling.voting.ballots import Ballot, OptionId, ScoreBallot

NOT_NOW, SUPPORT, PRIORITY = 0, 1, 2
NORMAL_95 = 1.959964
MAJORITY, MANY = 1 / 2, 1 / 5  # shares of the electorate that the labels refer to

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rating:
    """How the people who rated an option rated it.

    `electorate` is how many people may vote on it, whether they were asked or not; None if unknown.
    """

    option: OptionId
    priority: int
    support: int
    not_now: int
    electorate: int | None = None

    @property
    def raters(self) -> int:
        """The number of people who rated it."""
        return self.priority + self.support + self.not_now

    @property
    def supporters(self) -> int:
        """The number of people who support it, as a priority or otherwise."""
        return self.priority + self.support

    @property
    def score(self) -> Fraction:
        """The score from 0 to 1; 0 if nobody rated it."""
        points = PRIORITY * self.priority + self.support
        return Fraction(points, PRIORITY * self.raters) if self.raters else Fraction(0)

    @property
    def interval(self) -> Interval:
        """The range in which the score plausibly lies if everybody had been asked."""
        return wilson(float(self.score), self.raters, self.electorate)

    @property
    def support_interval(self) -> Interval:
        """The same range for the share of supporters."""
        share = self.supporters / self.raters if self.raters else 0.0
        return wilson(share, self.raters, self.electorate)

    @property
    def has_majority(self) -> bool:
        """Whether the whole interval of its support lies above one half of the electorate."""
        return self.support_interval[0] > MAJORITY

    @property
    def is_split(self) -> bool:
        """Whether the intervals of "priority now" and "not now" both lie above one fifth.

        "Not now" is not an objection, so this is a disagreement about timing.
        """
        return min(self._least(self.priority), self._least(self.not_now)) > MANY

    def _least(self, count: int) -> float:
        share = count / self.raters if self.raters else 0.0
        return wilson(share, self.raters, self.electorate)[0]

    def as_dict(self) -> dict[str, Any]:
        """Return the rating as JSON-ready data."""
        return {
            "priority": self.priority,
            "support": self.support,
            "not_now": self.not_now,
        }


def wilson(share: float, of: int, electorate: int | None = None) -> Interval:
    """Return the Wilson interval of a share; every possible share if nobody was asked.

    `electorate` is how many people could have been asked; None means infinitely many. For a finite
    electorate, Wilson's z² is multiplied by the remaining part of the variance, (N - n) / (N - 1).
    The interval is limited to the shares that are possible given the answers so far.

    >>> [round(end, 2) for end in wilson(0.5, 20)]
    [0.3, 0.7]
    >>> [round(end, 2) for end in wilson(0.5, 20, 39)]
    [0.35, 0.65]
    >>> wilson(0.5, 20, 20)
    (0.5, 0.5)
    """
    if not of:
        return 0.0, 1.0
    spread = NORMAL_95**2 * _left_to_chance(of, electorate) / of
    middle = (share + spread / 2) / (1 + spread)
    reach = sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread)
    least, most = _possible(share, of, electorate)
    # Rounding could put an end of the interval just past the share itself.
    return max(least, min(share, middle - reach)), min(most, max(share, middle + reach))


def _left_to_chance(of: int, electorate: int | None) -> float:
    """Return the finite population correction: 1 for an infinite population, 0 if all voted."""
    if electorate is None:
        return 1.0
    return (electorate - of) / (electorate - 1) if electorate > of else 0.0


def _possible(share: float, of: int, electorate: int | None) -> Interval:
    """Return the overall share if none, and if all, of the people not asked support it."""
    if electorate is None:
        return 0.0, 1.0
    if electorate <= of:
        return share, share
    share_asked = of / electorate
    return share * share_asked, 1 - (1 - share) * share_asked


def rate(ballots: Iterable[Ballot], options: Sequence[OptionId]) -> list[Rating]:
    """Count the ratings of each option, in the order of the options.

    >>> rate([ScoreBallot({"a": PRIORITY}), ScoreBallot({"a": NOT_NOW, "b": SUPPORT})], "ab")[0]
    Rating(option='a', priority=1, support=0, not_now=1, electorate=None)
    """
    given = [b.scores for b in ballots if isinstance(b, ScoreBallot)]
    return [
        Rating(option, *(_times(given, option, mark) for mark in (PRIORITY, SUPPORT, NOT_NOW)))
        for option in options
    ]


def _times(given: Sequence[Any], option: OptionId, mark: int) -> int:
    return sum(scores.get(option) == mark for scores in given)


def in_order(ratings: Iterable[Rating]) -> list[Rating]:
    """Return the ratings by score; if scores are equal, more support comes first."""
    return sorted(ratings, key=_standing)


def _standing(rating: Rating) -> tuple[Fraction, Fraction]:
    supported = Fraction(rating.supporters, rating.raters) if rating.raters else Fraction(0)
    return -rating.score, -supported


def are_level(one: Rating, other: Rating) -> bool:
    """Return whether two options are level: equal score and equal support."""
    return _standing(one) == _standing(other)


def tiers(ratings: Iterable[Rating]) -> dict[OptionId, int]:
    """Return each option's tier, from 1.

    >>> tiers([Rating("a", 20, 8, 2), Rating("b", 18, 9, 3), Rating("c", 1, 4, 25)])
    {'a': 1, 'b': 1, 'c': 2}
    """
    found: dict[OptionId, int] = {}
    tier, first = 0, None
    for rating in in_order(ratings):
        # As a float, like the interval's end: otherwise, 1/3 would be more than itself.
        if first is None or rating.interval[1] < float(first.score):
            tier, first = tier + 1, rating
        found[rating.option] = tier
    return found


def most_priorities(options: int) -> int:
    """Return how many of an issue's options a ballot may rate as priority: a third, rounded up.

    >>> [most_priorities(options) for options in range(1, 10)]
    [1, 1, 1, 2, 2, 2, 3, 3, 3]
    """
    return -(-options // 3)
