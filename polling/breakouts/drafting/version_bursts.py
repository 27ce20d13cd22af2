"""Decide whether a change continues a version of a recommendation or starts a new one. Pure.

A version is a burst of writing: by one person until they pause, or by several at the same time. A
change that deletes more than a few words starts a new version, so that they can be restored. The
same is true if several people together have deleted that much in one version, or if somebody begins
to delete from another's version: otherwise, words could be replaced little by little. A very long
burst is split as well.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from rapidfuzz.distance import Postfix, Prefix

PAUSE = timedelta(minutes=3)  # of a person who writes alone
TOGETHER = timedelta(seconds=20)  # between two people who write at the same time
LONGEST = timedelta(minutes=10)
FEW = 20  # characters

Texts = tuple[str, ...]  # the texts of a wording


class Burst(Protocol):
    """A version's burst. `min_length` is its smallest length, `max_length` the largest since.

    If several people write, `max_length` counts as if they had deleted nothing.
    """

    authors: list[str]
    began_at: datetime
    at: datetime
    restored_from: datetime | None
    min_length: int
    max_length: int


@dataclass(frozen=True)
class Write:
    """A change of the texts from `before` to `after` by `authors`."""

    authors: frozenset[str]
    at: datetime
    before: Texts
    after: Texts

    @property
    def length(self) -> int:
        """The length of all texts after the change, in characters."""
        return sum(map(len, self.after))

    @property
    def removed(self) -> int:
        """The number of characters that the change deletes, in all texts."""
        return sum(_removed(*pair) for pair in zip(self.before, self.after, strict=True))

    @property
    def inserted(self) -> int:
        """The number of characters that the change inserts, in all texts."""
        return self.length - sum(map(len, self.before)) + self.removed


def goes_on(burst: Burst, write: Write) -> bool:
    """Return whether a change continues the burst."""
    if burst.restored_from is not None or not burst.authors:
        return False
    alone = _alone(burst, write)
    if write.at - burst.at > (PAUSE if alone else TOGETHER) or write.at - burst.began_at > LONGEST:
        return False
    joins = not write.authors <= set(burst.authors)
    if write.removed > (0 if joins else FEW):
        return False
    if not alone:
        return write.length >= burst.max_length + write.inserted - FEW
    return not burst.min_length <= write.length < burst.max_length - FEW


def grown(burst: Burst, write: Write) -> tuple[int, int]:
    """Return the burst's `min_length` and `max_length` after a change that continues it."""
    length = write.length
    if not _alone(burst, write):
        return min(burst.min_length, length), burst.max_length + write.inserted
    if length < burst.min_length:
        return length, length
    return burst.min_length, max(burst.max_length, length)


def _alone(burst: Burst, write: Write) -> bool:
    return len(write.authors) == 1 and write.authors == set(burst.authors)


def _removed(before: str, after: str) -> int:
    start = Prefix.similarity(before, after)
    return len(before) - start - Postfix.similarity(before[start:], after[start:])
