"""Finalists: the options on which everybody votes, after parts of the room have rated them.

The best option of every issue is a finalist, so that no issue drops out. Then come the wild cards:
the best of all remaining options, from any issue. Ties are not broken: options level with the last
finalist are finalists too.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from polling.voting.ballots import OptionId
from polling.voting.ratings import Rating, are_level, in_order

Tied = tuple[OptionId, ...]


@dataclass(frozen=True, slots=True)
class Finalists:
    """The finalists, best first: the best of each issue, and the wild cards.

    `ties` are groups of options that are level and were admitted together.
    """

    best: tuple[OptionId, ...]
    wild: tuple[OptionId, ...]
    ties: tuple[Tied, ...]

    @property
    def all(self) -> tuple[OptionId, ...]:
        """All finalists."""
        return self.best + self.wild


def choose(issues: Mapping[int, Sequence[Rating]], wild_cards: int) -> Finalists:
    """Choose the best of each issue and this many wild cards. Unrated options are never chosen.

    >>> corruption = [Rating("a", 9, 1, 0), Rating("b", 8, 1, 1), Rating("c", 0, 1, 9)]
    >>> trafficking = [Rating("d", 1, 5, 4), Rating("e", 1, 4, 5)]
    >>> choose({1: corruption, 2: trafficking}, wild_cards=1)
    Finalists(best=('a', 'd'), wild=('b',), ties=())
    """
    rated = {issue: [one for one in ratings if one.raters] for issue, ratings in issues.items()}
    firsts = [_first(ratings, 1) for ratings in rated.values()]
    best = [rating for first in firsts for rating in first]
    others = [one for ratings in rated.values() for one in ratings if one not in best]
    wild = _first(others, wild_cards)
    tied = [first for first in firsts if len(first) > 1]
    if len(wild) > wild_cards:
        tied.append([one for one in wild if are_level(one, wild[-1])])
    return Finalists(
        _options(in_order(best)), _options(wild), tuple(_options(group) for group in tied)
    )


@dataclass(frozen=True, slots=True)
class NearMiss:
    """The margin at the cut: after this many changed ratings, `out` would be ahead.

    It compares the last wild card with the best option that was left out.
    """

    inside: Rating
    outside: Rating
    ratings: int


def nearest_miss(
    issues: Mapping[int, Sequence[Rating]], chosen: Collection[OptionId]
) -> NearMiss | None:
    """Return the margin after the last wild card; None if no option was left out.

    Args:
        issues: the ratings of each issue.
        chosen: the finalists chosen from these ratings.

    >>> corruption = [Rating("a", 9, 1, 0), Rating("b", 8, 1, 1), Rating("c", 7, 2, 1)]
    >>> nearest_miss({1: corruption}, ("a", "b")).ratings
    1
    """
    rated = {issue: [one for one in ratings if one.raters] for issue, ratings in issues.items()}
    best = {one.option for ratings in rated.values() for one in _first(ratings, 1)}
    others = [one for ratings in rated.values() for one in ratings if one.option not in best]
    inside = [one for one in in_order(others) if one.option in chosen]
    outside = [one for one in in_order(others) if one.option not in chosen]
    if not inside or not outside:
        return None
    last, first = inside[-1], outside[0]
    return NearMiss(last, first, _to_overtake(last, first))


def _to_overtake(inside: Rating, outside: Rating) -> int:
    """Return how many ratings must change, if the most effective change always goes first."""
    changed = 0
    while in_order([inside, outside])[0] is inside:
        lowered, raised = _lowered(inside), _raised(outside)
        if lowered is None and raised is None:
            break
        if raised is None or (
            lowered and inside.score - lowered.score >= raised.score - outside.score
        ):
            inside = lowered or inside
        else:
            outside = raised
        changed += 1
    return changed


def _lowered(one: Rating) -> Rating | None:
    """Return the rating with one voter's mark changed to "not now", from "priority" if possible."""
    if one.priority:
        return replace(one, priority=one.priority - 1, not_now=one.not_now + 1)
    return replace(one, support=one.support - 1, not_now=one.not_now + 1) if one.support else None


def _raised(one: Rating) -> Rating | None:
    """Return the rating with one voter's mark raised to "priority", from "not now" if possible."""
    if one.not_now:
        return replace(one, priority=one.priority + 1, not_now=one.not_now - 1)
    return replace(one, priority=one.priority + 1, support=one.support - 1) if one.support else None


def _first(ratings: Sequence[Rating], places: int) -> list[Rating]:
    """Return the first options, including all that are level with the last of them."""
    ordered = in_order(ratings)
    if not places or len(ordered) <= places:
        return ordered[:places]
    return [
        one
        for place, one in enumerate(ordered)
        if place < places or are_level(one, ordered[places - 1])
    ]


def _options(ratings: Sequence[Rating]) -> Tied:
    return tuple(rating.option for rating in ratings)
