"""Pairs of issues or recommendations that may be duplicates, for organizers to review."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from polling.duplicates.similarity import near_duplicates, ranked

Item = TypeVar("Item")
Ids = tuple[int, int]  # of two items, the older first


def in_order(one: int, other: int) -> Ids:
    """Return the ids of a pair, older first."""
    return min(one, other), max(one, other)


@dataclass(frozen=True)
class SimilarPair(Generic[Item]):
    """Two items without a decision.

    `percent` is the similarity of near-duplicates. It is None for pairs that are only among the
    most similar ones, or that an organizer chose `by_hand`.
    """

    first: Item
    second: Item
    percent: int | None = None
    by_hand: bool = False

    @property
    def both(self) -> tuple[Item, Item]:
        """Both items."""
        return self.first, self.second

    def beside(self, one: Item) -> "SimilarPair[Item]":
        """Return the same pair, with this item first."""
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
        texts: the text of each item, by id.
        settled: the decided pairs. They still count towards `most`, so that the list gets shorter
            with each decision.
        alike: the smallest similarity of near-duplicates, in per cent.
        most: the number of pairs up to which similar ones are added.
    """
    found: dict[Ids, int | None] = {
        in_order(pair.first, pair.second): round(pair.likeness)
        for pair in near_duplicates(texts, alike=alike)
    }
    for pair in ranked(texts, most) if len(found) < most else ():
        if len(found) < most:
            found.setdefault(in_order(pair.first, pair.second), None)
    return [
        SimilarPair(items[first], items[second], percent)
        for (first, second), percent in found.items()
        if (first, second) not in settled
    ]
