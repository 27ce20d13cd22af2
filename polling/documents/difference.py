"""The changes that make one text another, word by word: what others write around them stays."""

import re
from dataclasses import dataclass
from itertools import accumulate, groupby

from rapidfuzz.distance import Indel

_PIECES = re.compile(r"\s+|\S+")


@dataclass(frozen=True)
class Change:
    """Put `words` in the place of what stands from `start` to `stop`."""

    start: int
    stop: int
    words: str


def difference(before: str, after: str) -> list[Change]:
    """What has to be changed of `before`, from its beginning to its end."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    at = list(accumulate(map(len, old), initial=0))
    changes = []
    for is_same, steps in groupby(Indel.opcodes(old, new), lambda step: step.tag == "equal"):
        if not is_same:
            run = list(steps)
            words = "".join(new[run[0].dest_start : run[-1].dest_end])
            changes.append(Change(at[run[0].src_start], at[run[-1].src_end], words))
    return changes
