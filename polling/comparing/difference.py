"""Where two texts differ, word by word. Pure: two texts in, pieces out.

pieces("Banks should pay", "Banks must pay")  # "Banks", −"should", +"must", "pay"
"""

from dataclasses import dataclass
from typing import Literal

from polling.documents.difference import runs


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
