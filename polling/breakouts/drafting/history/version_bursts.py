"""When a change goes on with a version of a recommendation, and when it begins another. Pure.

A version is a burst of writing: by one person, until they pause; or by several in the same words at
once. Whatever takes out more than a few words begins another one, so that they can be brought back;
so does who writes for very long.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from rapidfuzz.distance import Postfix, Prefix

PAUSE = timedelta(minutes=3)  # of one who writes alone
TOGETHER = timedelta(seconds=20)  # between two who write at once
LONGEST = timedelta(minutes=10)
FEW = 20  # characters

Texts = tuple[str, ...]  # of a wording


class Burst(Protocol):
    """What a version tells of its burst. `peak` is its greatest length since it was `least`."""

    authors: list[str]
    began: datetime
    at: datetime
    restored: datetime | None
    least: int
    peak: int


@dataclass(frozen=True)
class Write:
    """Some `authors` have made `after` of what was `before`."""

    authors: frozenset[str]
    at: datetime
    before: Texts
    after: Texts

    @property
    def length(self) -> int:
        """How long it is now, all in all."""
        return sum(map(len, self.after))

    @property
    def removed(self) -> int:
        """How many characters this change has taken out, all in all."""
        return sum(_removed(*pair) for pair in zip(self.before, self.after, strict=True))


def goes_on(burst: Burst, write: Write) -> bool:
    """Whether a change is a part of the burst, or the first of another."""
    if burst.restored is not None or not burst.authors:
        return False
    alone = write.authors == set(burst.authors) and len(write.authors) == 1
    if write.at - burst.at > (PAUSE if alone else TOGETHER) or write.at - burst.began > LONGEST:
        return False
    return write.removed <= FEW and not burst.least <= write.length < burst.peak - FEW


def grown(burst: Burst, length: int) -> tuple[int, int]:
    """`least` and `peak` of the burst when it has come to this length."""
    if length < burst.least:
        return length, length
    return burst.least, max(burst.peak, length)


def _removed(before: str, after: str) -> int:
    start = Prefix.similarity(before, after)
    return len(before) - start - Postfix.similarity(before[start:], after[start:])
