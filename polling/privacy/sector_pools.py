"""Pools: sectors merged until no number is about a handful of people.

Pools are fixed when a vote opens, and stored on ballots until the reveal. If pools turn out too
small when the votes are counted, they are merged, smallest first. The pools of a workshop's votes
differ only if several people joined in between: otherwise, the first vote in which a sector is
large enough to be shown would disclose the sector of the person who joined.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

SMALLEST = 5  # people; organizers can choose more, but not fewer
SECTOR = "sector"  # the usual question by which the room is split; the report names other ones


def pools(attribute: str, said: list[str], *, smallest: int, other: str) -> dict[str, Any]:
    """Map the answers to `attribute` to pools of at least `smallest` people, never below SMALLEST.

    Answers of fewer people are pooled as `other`, together with people who gave none. If this pool
    is too small as well, the smallest remaining sector joins it.

    Returns:
        "attribute". "of": {answer: pool}. "other": the pool of people who later give a new answer.
        It is the largest pool, because a new pool would identify them.

    >>> pools("sector", ["NGO"] * 6 + ["Media"] * 5 + ["Army"], smallest=5, other="Other")["of"]
    {'Army': 'Other', 'Media': 'Other', 'NGO': 'NGO'}
    """
    smallest = max(smallest, SMALLEST)
    sizes = Counter(said)
    silent = sizes.pop("", 0)
    small = {sector for sector, size in sizes.items() if size < smallest}
    pooled = silent + sum(sizes[sector] for sector in small)
    for sector, size in sorted(sizes.items(), key=lambda item: (item[1], item[0])):
        if not 0 < pooled < smallest:
            break
        if sector not in small:
            small.add(sector)
            pooled += size
    of = {sector: other if sector in small else sector for sector in sorted(sizes)}
    if silent:
        of[""] = other
    people = Counter(of[answer] for answer in said)
    largest = min(people, key=lambda pool: (-people[pool], pool), default=other)
    return {"attribute": attribute, "of": of, "other": largest}


def pools_of_room(
    before: Mapping[str, Any], attribute: str, said: Mapping[int, str], *, smallest: int, other: str
) -> dict[str, Any]:
    """Return the pools of earlier votes, or new ones if at least `smallest` people joined since.

    People who gave no answer do not count, because they hide nobody.

    Args:
        before: the pools of the earlier votes, which this function has returned; or empty.
        said: the answers of everybody present, by participant id.

    Returns:
        The `pools`, and in "newest" the highest id that they are about.
    """
    newest = before.get("newest", 0)
    later = sum(person > newest for person, answer in said.items() if answer)
    if before and later < max(smallest, SMALLEST):
        return dict(before)
    made = pools(attribute, list(said.values()), smallest=smallest, other=other)
    return made | {"newest": max(said, default=0)}


def merged_pools(
    room: Mapping[str, Any], said: list[str], *, smallest: int, other: str
) -> dict[str, Any]:
    """Return the `pools` of these answers, which never separate what the `room`'s pools combine."""
    attribute: str = room["attribute"]

    def in_room(answer: str) -> str:
        pool = pool_of(room, {attribute: answer})
        return pool if room["of"].get(pool) == pool else ""  # "": the room's pool of small sectors

    made = pools(attribute, [in_room(one) for one in said], smallest=smallest, other=other)
    of = {one: made["of"].get(in_room(one), made["other"]) for one in (*room["of"], room["other"])}
    return made | {"of": of, "other": of[room["other"]]}


def pool_of(pooled: Mapping[str, Any], attributes: Mapping[str, str]) -> str:
    """Return the pool of a person with these attributes; "" if the contest has no pools."""
    answer = attributes.get(pooled.get("attribute", ""), "")
    return str(pooled.get("of", {}).get(answer, pooled.get("other", "")))


def merge_small(sizes: Mapping[str, int], fewest: int) -> list[list[str]]:
    """Merge the smallest pools until each has at least `fewest`, or one is left.

    >>> merge_small({"Media": 3, "NGO": 6, "State": 20}, 5)
    [['Media', 'NGO'], ['State']]
    """
    merged = [[name] for name in sorted(sizes) if sizes[name]]
    while len(merged) > 1 and _size(_smallest(merged, sizes), sizes) < fewest:
        merged = merge_smallest(merged, sizes)
    return merged


def merge_smallest(merged: list[list[str]], sizes: Mapping[str, int]) -> list[list[str]]:
    """Merge the two smallest of these pools."""
    first = _smallest(merged, sizes)
    rest = [names for names in merged if names is not first]
    second = _smallest(rest, sizes)
    kept = [names for names in rest if names is not second]
    return sorted([*kept, sorted(first + second)])


def _smallest(merged: list[list[str]], sizes: Mapping[str, int]) -> list[str]:
    return min(merged, key=lambda names: (_size(names, sizes), names))


def _size(names: list[str], sizes: Mapping[str, int]) -> int:
    return sum(sizes[name] for name in names)
