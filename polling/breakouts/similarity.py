"""Which recommendations say nearly the same, so that a group or an organizer can look at them.

    near_duplicates({1: "Banks should …", 2: "The banks should …"})

Likeness is rapidfuzz's token set ratio (0 to 100) of the words that carry meaning: in any order,
and a long text that contains a short one is like it. Among the demo's 194 recommendations the
pairs that say the same score 83 and more, all others 69 and less. A script without spaces is
compared letter by letter.
"""

import string
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process

ALIKE = 77  # per cent
ENOUGH = 20  # characters: less says too little to be like anything
MARKS = string.punctuation + "“”‘’„«»…–—।။។"
# English words that every recommendation has; in another language none are left out.
EMPTY_WORDS = """
    a all an and any are as at be by can each every for from has have in into is it its must no not
    of on or other should that the their them they this through to which who will with
"""

Key = TypeVar("Key", bound=Hashable)

_empty = frozenset(EMPTY_WORDS.split())


@dataclass(frozen=True)
class Pair(Generic[Key]):
    """Two texts that are nearly the same."""

    first: Key
    second: Key
    likeness: float


def near_duplicates(texts: Mapping[Key, str]) -> list[Pair[Key]]:
    """Every pair of these texts that says nearly the same, the most alike first."""
    keys = [key for key, text in texts.items() if len(_told(text)) >= ENOUGH]
    told = [_told(texts[key]) for key in keys]
    likeness = process.cdist(told, told, scorer=fuzz.token_set_ratio, score_cutoff=ALIKE)
    found = [
        Pair(keys[one], keys[other], float(likeness[one, other]))
        for one in range(len(keys))
        for other in range(one + 1, len(keys))
        if likeness[one, other]
    ]
    return sorted(found, key=lambda pair: -pair.likeness)


def _told(text: str) -> str:
    """The words that carry meaning, in one case, without punctuation around them."""
    words = (word.strip(MARKS) for word in text.casefold().split())
    return " ".join(word for word in words if word and word not in _empty)
