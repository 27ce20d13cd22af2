"""Coarse sectors for ballots: none smaller than `smallest`, so that a tally names nobody."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

SECTOR = "sector"  # the question that usually splits a room; where another does, it is named


def pools(attribute: str, said: list[str], *, smallest: int, other: str) -> dict[str, Any]:
    """Which sector stands on the ballots of people who said what about `attribute`.

    Sectors of fewer than `smallest` people, and who did not say, are pooled as `other`; if that
    pool is itself too small, the smallest sector joins it.

    Returns:
        "attribute". "of": {said: pool}. "other": the pool of whoever says later what nobody has
            said yet. It is the largest, since in a pool of their own they would stand alone.
    """
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


def pool_of(pooled: Mapping[str, Any], attributes: Mapping[str, str]) -> str:
    """The pool of somebody who said this of themselves; "" where nothing was pooled."""
    said = attributes.get(pooled.get("attribute", ""), "")
    return str(pooled.get("of", {}).get(said, pooled.get("other", "")))
