"""Where two texts differ, word by word. Pure: two texts in, pieces out.

pieces("Banks should pay", "Banks must pay")  # "Banks", −"should", +"must", "pay"
"""

from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from rapidfuzz.distance import Indel


@dataclass(frozen=True)
class Piece:
    """Some words that both have, that only the first has ("out"), or only the second ("in")."""

    kind: Literal["both", "out", "in"]
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """The words of both texts in reading order, what goes before what comes."""
    old, new = before.split(), after.split()
    found: list[Piece] = []
    for is_same, steps in groupby(Indel.opcodes(old, new), lambda step: step.tag == "equal"):
        run = list(steps)
        gone = old[run[0].src_start : run[-1].src_end]
        come = new[run[0].dest_start : run[-1].dest_end]
        if is_same:
            found.append(Piece("both", " ".join(gone)))
            continue
        if gone:
            found.append(Piece("out", " ".join(gone)))
        if come:
            found.append(Piece("in", " ".join(come)))
    return found
