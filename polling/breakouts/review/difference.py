"""Where two texts differ, word by word. Pure: two texts in, pieces out.

pieces("Banks should pay", "Banks must pay")  # "Banks", −"should", +"must", "pay"
"""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal


@dataclass(frozen=True)
class Piece:
    """Some words that both have, that only the first has ("out"), or only the second ("in")."""

    kind: Literal["both", "out", "in"]
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """The words of both texts in reading order, what goes before what comes."""
    old, new = before.split(), after.split()
    found: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("both", " ".join(old[i:j])))
            continue
        if i < j:
            found.append(Piece("out", " ".join(old[i:j])))
        if k < m:
            found.append(Piece("in", " ".join(new[k:m])))
    return found
