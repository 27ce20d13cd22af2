"""The tally: the options in tiers, best first, and their scores."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from polling.voting.ballots import Number, OptionId
from polling.voting.profile import Profile

Tier = tuple[OptionId, ...]
Points = Callable[[Any, tuple[OptionId, ...]], Mapping[OptionId, Number]]


@dataclass(frozen=True, slots=True)
class Tally:
    """The tally of a rule: options of one tier are equal and better than those of later tiers."""

    tiers: tuple[Tier, ...]
    scores: Mapping[OptionId, Number]


class Cut(NamedTuple):
    """A cut through tiers: options certainly `inside`, and options `tied` for `free` places."""

    inside: Tier
    tied: Tier
    free: int


def tiers_by(values: Mapping[OptionId, Number], options: Iterable[OptionId]) -> tuple[Tier, ...]:
    """Group the options by value, highest first; each tier keeps their order.

    >>> tiers_by({"a": 1, "b": 3, "c": 1}, "abc")
    (('b',), ('a', 'c'))
    """
    tiers: dict[Number, list[OptionId]] = {}
    for option in options:
        tiers.setdefault(values[option], []).append(option)
    return tuple(tuple(tiers[value]) for value in sorted(tiers, reverse=True))


def cut(tiers: Iterable[Tier], places: int) -> Cut:
    """Draw the line below the first `places` options.

    >>> cut([("a",), ("b", "c", "d")], places=3)
    Cut(inside=('a',), tied=('b', 'c', 'd'), free=2)
    >>> cut([("a",), ("b", "c")], places=3)
    Cut(inside=('a', 'b', 'c'), tied=(), free=0)
    """
    inside: Tier = ()
    for tier in tiers:
        free = places - len(inside)
        if len(tier) > free:
            return Cut(inside, tier if free else (), free)
        inside += tier
    return Cut(inside, (), places - len(inside))


def add_up(profile: Profile[Any], points: Points) -> Tally:
    """Tally a rule by which each ballot gives points to options, and the points are added."""
    scores: dict[OptionId, Number] = dict.fromkeys(profile.options, 0)
    for ballot, times in Counter(profile.ballots).items():
        for option, given in points(ballot, profile.options).items():
            scores[option] += ballot.weight * times * given
    return Tally(tiers_by(scores, profile.options), scores)
