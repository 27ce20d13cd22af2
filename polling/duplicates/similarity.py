"""How similar texts are: pairs that say nearly the same, and all pairs ranked.

    near_duplicates({1: "Banks should …", 2: "The banks should …"})

Near-duplicates share most of their words, in any order. Likeness is rapidfuzz's token set ratio (0
to 100) of the words that carry meaning; a long text that contains a short one is like it. Among the
demo's 194 recommendations the pairs that say the same score 83 and more, all others 73 and less.
Issues are shorter: among the demo's, none scores over 56 with another, and reworded as a second
note-taker would, nearly all score 60 and more with what they were.

Texts that ask the same in other words score far less, so they are ranked instead: by the cosine of
their TF-IDF vectors (Salton and Buckley, *Term-weighting approaches in automatic text retrieval*,
1988), of the words' first letters, so that "traffickers" is like "trafficking".
`python -m tests.duplicates.recall` measures both. A script without spaces is compared letter by
letter.
"""

import string
from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

ALIKE = 77  # per cent, of recommendations
ALIKE_ISSUES = 60
ENOUGH = 20  # characters: less says too little to be like anything
STEM = 5  # letters
LONGEST_WORD = 20  # letters: what is longer is written without spaces
GRAM = 3  # letters of such a script
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
    """Two texts; `likeness` is 0 to 100 if they say nearly the same, and 0 to 1 in a ranking."""

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
    words = _enough(texts)
    keys = list(words)
    asked = keys if of is None else [key for key in keys if key in of]
    likeness = process.cdist(
        [words[key] for key in asked],
        list(words.values()),
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


def ranked(texts: Mapping[Key, str], most: int) -> list[Pair[Key]]:
    """The `most` similar pairs of these texts, the most similar first."""
    words = _enough(texts)
    keys = list(words)
    if len(keys) < 2:
        return []
    vectors = _tf_idf([Counter(_features(text)) for text in words.values()])
    first, second = np.triu_indices(len(keys), 1)
    cosine = (vectors @ vectors.T)[first, second]
    best = np.argsort(-cosine, kind="stable")[:most]
    return [Pair(keys[first[at]], keys[second[at]], float(cosine[at])) for at in best]


def _tf_idf(counts: list[Counter[str]]) -> NDArray[np.float64]:
    """A row of length 1 for each text: (1 + ln count) · ln((texts + 1) / texts with the word)."""
    texts_with = Counter(feature for each in counts for feature in each)
    column = {feature: at for at, feature in enumerate(texts_with)}
    table = np.zeros((len(counts), len(column)))
    for row, each in enumerate(counts):
        for feature, count in each.items():
            table[row, column[feature]] = 1 + np.log(count)
    table *= np.log((len(counts) + 1) / np.array([*texts_with.values()]))
    return np.asarray(table / np.linalg.norm(table, axis=1, keepdims=True))


def _features(words: str) -> Iterator[str]:
    for word in words.split():
        if len(word) <= LONGEST_WORD:
            yield word[:STEM]
        else:
            yield from (word[at : at + GRAM] for at in range(len(word) - GRAM + 1))


def _enough(texts: Mapping[Key, str]) -> dict[Key, str]:
    """The words of each text that says enough to be compared."""
    told = ((key, _meaning(text)) for key, text in texts.items())
    return {key: words for key, words in told if len(words) >= ENOUGH}


def _meaning(text: str) -> str:
    """The words that carry meaning, in one case, without punctuation around them."""
    words = (word.strip(MARKS) for word in text.casefold().split())
    return " ".join(word for word in words if word and word not in _empty)
