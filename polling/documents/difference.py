"""The smallest change that makes one text another, so that what others write around it stays."""

from dataclasses import dataclass
from itertools import takewhile


@dataclass(frozen=True)
class Change:
    """Put `words` in the place of what stands from `start` to `stop`."""

    start: int
    stop: int
    words: str


def difference(before: str, after: str) -> Change:
    """What has to be changed of `before`."""
    head = _equal(before, after)
    tail = _equal(before[head:][::-1], after[head:][::-1])
    return Change(head, len(before) - tail, after[head : len(after) - tail])


def _equal(one: str, other: str) -> int:
    """How many characters the two begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
