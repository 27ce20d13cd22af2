"""Pairs of issues or recommendations that may say the same, for organizers to look at."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from polling.duplicates.similarity import near_duplicates, ranked

Item = TypeVar("Item")
Ids = tuple[int, int]  # of two items, the older first


def in_order(one: int, other: int) -> Ids:
    """The ids of a pair, the older first."""
    return min(one, other), max(one, other)


@dataclass(frozen=True)
class SimilarPair(Generic[Item]):
    """Two items that nobody has decided on.

    `percent` says how alike they are if they say nearly the same; None for a pair that is only
    among the most similar ones, or that an organizer chose `by_hand`.
    """

    first: Item
    second: Item
    percent: int | None = None
    by_hand: bool = False

    @property
    def both(self) -> tuple[Item, Item]:
        """The two of them."""
        return self.first, self.second

    def beside(self, one: Item) -> "SimilarPair[Item]":
        """The same pair, this one of them first."""
        if one is self.first:
            return self
        return SimilarPair(self.second, self.first, self.percent, self.by_hand)


def waiting_pairs(
    items: Mapping[int, Item],
    texts: Mapping[int, str],
    settled: Collection[Ids],
    *,
    alike: int,
    most: int = 0,
) -> list[SimilarPair[Item]]:
    """The pairs to look at: near-duplicates, then the most similar others, best first.

    Args:
        items: by id.
        texts: what each item says, by id.
        settled: the pairs that somebody has decided on. They keep their rank, so that the list
            gets shorter with each decision.
        alike: how alike near-duplicates are, in per cent.
        most: up to how many pairs are filled up by rank.
    """
    found: dict[Ids, int | None] = {
        in_order(pair.first, pair.second): round(pair.likeness)
        for pair in near_duplicates(texts, alike=alike)
    }
    for pair in ranked(texts, most):
        if len(found) < most:
            found.setdefault(in_order(pair.first, pair.second), None)
    return [
        SimilarPair(items[first], items[second], percent)
        for (first, second), percent in found.items()
        if (first, second) not in settled
    ]
