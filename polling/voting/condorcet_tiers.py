"""Tiers from an acyclic relation "beats", as the Condorcet methods produce it."""

from collections.abc import Callable

from polling.voting.ballots import OptionId
from polling.voting.tiers import Tier

Beats = Callable[[OptionId, OptionId], bool]


def tiers_of(options: Tier, beats: Beats) -> tuple[Tier, ...]:
    """Return tiers: the unbeaten options, then the unbeaten ones of the rest, and so on.

    >>> pairs = {("a", "b"), ("c", "b"), ("b", "d")}
    >>> tiers_of(("a", "b", "c", "d"), lambda option, other: (option, other) in pairs)
    (('a', 'c'), ('b',), ('d',))
    """
    tiers: list[Tier] = []
    left = options
    while left:
        top = tuple(option for option in left if not any(beats(other, option) for other in left))
        tiers.append(top)
        left = tuple(option for option in left if option not in top)
    return tuple(tiers)
