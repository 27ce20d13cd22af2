"""Where two texts differ, word by word: what others write around a change stays."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import Literal

from rapidfuzz.distance import Indel

_PIECES = re.compile(r"\s+|\S+")


@dataclass(frozen=True)
class Run:
    """Some words that both have (`same`), or those of the one in the place of the other's."""

    same: bool
    old: slice
    new: slice


@dataclass(frozen=True)
class Change:
    """Put `words` in the place of what stands from `start` to `stop`."""

    start: int
    stop: int
    words: str


def runs(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    """The words of both in their order, equal ones and different ones in turn."""
    for same, steps in groupby(Indel.opcodes(old, new), lambda step: step.tag == "equal"):
        first, *rest = steps
        last = rest[-1] if rest else first
        yield Run(
            same,
            slice(first.src_start, last.src_end),
            slice(first.dest_start, last.dest_end),
        )


def difference(before: str, after: str) -> list[Change]:
    """What has to be changed of `before`, from its beginning to its end."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    at = list(accumulate(map(len, old), initial=0))
    return [
        Change(at[run.old.start], at[run.old.stop], "".join(new[run.new]))
        for run in runs(old, new)
        if not run.same
    ]


@dataclass(frozen=True)
class Piece:
    """Some words that both have, that only the first has ("out"), or only the second ("in")."""

    kind: Literal["both", "out", "in"]
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """The words of both texts in reading order, what goes before what comes."""
    old, new = before.split(), after.split()
    found: list[Piece] = []
    for run in runs(old, new):
        gone, come = " ".join(old[run.old]), " ".join(new[run.new])
        if run.same:
            found.append(Piece("both", gone))
            continue
        if gone:
            found.append(Piece("out", gone))
        if come:
            found.append(Piece("in", come))
    return found
