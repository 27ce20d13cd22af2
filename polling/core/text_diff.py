"""Word-by-word differences between two texts, so that concurrent edits nearby are kept."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import Literal

from rapidfuzz.distance import Indel

_PIECES = re.compile(r"\s+|\S+")


@dataclass(frozen=True)
class Run:
    """Words that both texts have (`same`), or the differing words of each."""

    same: bool
    old: slice
    new: slice


@dataclass(frozen=True)
class Change:
    """Replace the text from `start` to `stop` by `words`."""

    start: int
    stop: int
    words: str


def runs(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    """Return the words of both texts in order, as alternating equal and different runs."""
    for same, steps in groupby(Indel.opcodes(old, new), lambda step: step.tag == "equal"):
        first, *rest = steps
        last = rest[-1] if rest else first
        yield Run(
            same,
            slice(first.src_start, last.src_end),
            slice(first.dest_start, last.dest_end),
        )


def difference(before: str, after: str) -> list[Change]:
    """Return the changes to `before`, from its beginning to its end."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    at = list(accumulate(map(len, old), initial=0))
    return [
        Change(at[run.old.start], at[run.old.stop], "".join(new[run.new]))
        for run in runs(old, new)
        if not run.same
    ]


@dataclass(frozen=True)
class Piece:
    """Words of both texts, of only the first ("out"), or of only the second ("in")."""

    kind: Literal["both", "out", "in"]
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """Return the words of both texts in reading order, removed words before added ones."""
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
