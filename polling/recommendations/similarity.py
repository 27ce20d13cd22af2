"""Which texts say nearly the same, so that a group or an organizer can look at them.

    near_duplicates({1: "Banks should …", 2: "The banks should …"})

Likeness is rapidfuzz's token set ratio (0 to 100) of the words that carry meaning: in any order,
and a long text that contains a short one is like it. Among the demo's 194 recommendations the
pairs that say the same score 83 and more, all others 73 and less. Issues are shorter and less alike
in form: among the demo's, none scores over 56 with another, and reworded as a second note-taker
would, nearly all score 60 and more with what they were. A script without spaces is compared letter
by letter.
"""

import string
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process

ALIKE = 77  # per cent, of recommendations
ALIKE_ISSUES = 60
ENOUGH = 20  # characters: less says too little to be like anything
MARKS = string.punctuation + "“”‘’„«»…–—।။។"
# Words that say little by themselves, in English and in Vietnamese, whose syllables stand apart; in
# another language none are left out.
EMPTY_WORDS = """
    a all an and any are as at be by can each every for from has have in into is it its must no not
    of on or other should that the their them they this through to which who will with
    bằng bị bởi các cần cho có của cùng do đã đến để đó được hoặc không khi là mọi mỗi một năm nên
    này những phải sau tại theo thông thì trên trong trước từ và vào về vì với
"""

Key = TypeVar("Key", bound=Hashable)

_empty = frozenset(EMPTY_WORDS.split())


@dataclass(frozen=True)
class Pair(Generic[Key]):
    """Two texts that are nearly the same."""

    first: Key
    second: Key
    likeness: float


def near_duplicates(
    texts: Mapping[Key, str],
    of: Collection[Key] | None = None,
    alike: int = ALIKE,
    *,
    whole: bool = False,
) -> list[Pair[Key]]:
    """Every pair of these texts that is at least `alike` per cent alike, the most alike first.

    With `of`, only pairs that have one of these keys: it is the first of its pair. With `whole`,
    both texts count from beginning to end: a few words are not like a text that contains them.
    """
    told = {key: words for key, text in texts.items() if len(words := _told(text)) >= ENOUGH}
    keys = list(told)
    asked = keys if of is None else [key for key in keys if key in of]
    likeness = process.cdist(
        [told[key] for key in asked],
        list(told.values()),
        scorer=fuzz.token_sort_ratio if whole else fuzz.token_set_ratio,
        score_cutoff=alike,
    )
    place = {key: at for at, key in enumerate(asked)}
    found = [
        Pair(first, keys[column], float(likeness[row, column]))
        for row, first in enumerate(asked)
        for column in likeness[row].nonzero()[0]
        # Of two that were both asked for, the pair is named once.
        if row < place.get(keys[column], len(asked))
    ]
    return sorted(found, key=lambda pair: -pair.likeness)


def _told(text: str) -> str:
    """The words that carry meaning, in one case, without punctuation around them."""
    words = (word.strip(MARKS) for word in text.casefold().split())
    return " ".join(word for word in words if word and word not in _empty)
