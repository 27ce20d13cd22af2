"""The similarity of texts: near-duplicates, and a ranking of all pairs.

    near_duplicates({1: "Banks should …", 2: "The banks should …"})

Near-duplicates share most of their words, in any order. Their similarity is rapidfuzz's token set
ratio (0 to 100) of the content words; a long text is similar to a short text that it contains.
Among the demo's 194 recommendations, pairs with the same meaning score at least 83, and all others
at most 73. Issues are shorter: among the demo's issues, no pair scores over 56. After rewording, as
by a second note-taker, nearly all score at least 60 with the original.

Texts with the same meaning in other words score much lower. So all pairs are also ranked, by the
cosine of their TF-IDF vectors (Salton and Buckley, *Term-weighting approaches in automatic text
retrieval*, 1988). The vectors count the first letters of words, so that "traffickers" matches
"trafficking". `python -m tests.duplicates.recall` measures both methods. Scripts without spaces are
compared by letters.
"""

import math
import string
from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from polling.core.threads import run_in_thread

ALIKE = 77  # per cent, of recommendations
ALIKE_ISSUES = 60
ENOUGH = 20  # characters; shorter texts are not compared
STEM = 5  # letters
LONGEST_WORD = 20  # letters; a longer word is text in a script without spaces
LONGEST_COMPARED = 400  # characters; the time of a comparison grows with the square of the length
MANY = 4_000  # comparisons, which take up to 40 ms
MOST_KEPT = 16  # results, because pages are made again without a change of their texts
MOST_PAIRS = 1_000
MOST_CELLS = 4_000_000  # of the table of words; 400 long texts have 10,000 words in common
GRAM = 3  # letters of scripts without spaces
MARKS = string.punctuation + "“”‘’„«»…–—।။។"
# Words without meaning of their own, in English and in Vietnamese (which writes syllables
# separately). In other languages, no words are left out.
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
    """Two texts; `likeness` is 0 to 100 for near-duplicates, and 0 to 1 in a ranking."""

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
    """Return the pairs of texts whose similarity is at least `alike` per cent, highest first.

    There are at most MOST_PAIRS, because nobody reviews more, and a workshop may have 800 issues.
    With `of`, return only pairs that contain one of these keys, as their first. With `whole`, the
    complete texts are compared, so a few words are not similar to a text that contains them.

    If there are many comparisons, a thread makes them, which takes up to some seconds: first call
    `db.stop_reading`.
    """
    words = _enough(texts)
    keys = list(words)
    asked = keys if of is None else [key for key in keys if key in of]
    likeness = _likeness(tuple(words[key] for key in asked), tuple(words.values()), alike, whole)
    place = {key: at for at, key in enumerate(asked)}
    # If both texts of a pair are in `of`, the pair is returned once.
    own_row = np.array([place.get(key, len(asked)) for key in keys], dtype=int)
    rows, columns = np.nonzero((likeness > 0) & (np.arange(len(asked))[:, None] < own_row))
    best = np.argsort(-likeness[rows, columns], kind="stable")[:MOST_PAIRS]
    return [
        Pair(asked[row], keys[column], float(likeness[row, column]))
        for row, column in zip(rows[best], columns[best], strict=True)
    ]


@lru_cache(MOST_KEPT)
def _likeness(
    asked: tuple[str, ...],
    words: tuple[str, ...],
    alike: int,
    whole: bool,
) -> NDArray[np.float32]:
    """Return the similarity of each of the texts that are asked for to each text."""
    scorer = fuzz.token_sort_ratio if whole else fuzz.token_set_ratio
    compare = partial(process.cdist, scorer=scorer, score_cutoff=alike)
    if asked == words:
        asked = words  # then each pair is compared only once
    if len(asked) * len(words) <= MANY:
        return compare(asked, words)
    return run_in_thread(compare, asked, words)  # it lets other threads run meanwhile


def ranked(texts: Mapping[Key, str], most: int) -> list[Pair[Key]]:
    """Return the `most` similar pairs of these texts, most similar first.

    If there are many texts, a thread compares them, as in `near_duplicates`.
    """
    words = _enough(texts)
    keys = list(words)
    best = _best(tuple(words.values()), most)
    return [Pair(keys[first], keys[second], likeness) for first, second, likeness in best]


@lru_cache(MOST_KEPT)
def _best(words: tuple[str, ...], most: int) -> list[tuple[int, int, float]]:
    """Return the places of both texts of each pair, and their similarity."""
    if len(words) < 2:
        return []
    if len(words) ** 2 <= MANY:
        return _compared(words, most)
    return run_in_thread(_compared, words, most)


def _compared(words: tuple[str, ...], most: int) -> list[tuple[int, int, float]]:
    vectors = _tf_idf([Counter(_features(text)) for text in words])
    first, second = np.triu_indices(len(words), 1)
    cosine = (vectors @ vectors.T)[first, second]
    best = np.argsort(-cosine, kind="stable")[:most]
    return [(int(first[at]), int(second[at]), float(cosine[at])) for at in best]


def _tf_idf(counts: list[Counter[str]]) -> NDArray[np.float32]:
    """Return unit vectors of the texts: (1 + ln count) · ln((texts + 1) / texts with the word).

    Words of only one text have no column. If there are too many others, the rarest have none.
    """
    texts_with = Counter(feature for each in counts for feature in each)
    common = texts_with.most_common(MOST_CELLS // len(counts))
    column = {feature: at for at, (feature, texts) in enumerate(common) if texts > 1}
    table = np.zeros((len(counts), len(column)), np.float32)
    for row, each in enumerate(counts):
        weights = {
            feature: (1 + math.log(count)) * math.log((len(counts) + 1) / texts_with[feature])
            for feature, count in each.items()
        }
        length = math.hypot(*weights.values())
        for feature in weights.keys() & column.keys():
            table[row, column[feature]] = weights[feature] / length
    return table


def _features(words: str) -> Iterator[str]:
    for word in words.split():
        if len(word) <= LONGEST_WORD:
            yield word[:STEM]
        else:
            yield from (word[at : at + GRAM] for at in range(len(word) - GRAM + 1))


def _enough(texts: Mapping[Key, str]) -> dict[Key, str]:
    """Return the words of each text that is long enough to be compared."""
    told = ((key, _meaning(text)) for key, text in texts.items())
    return {key: words for key, words in told if len(words) >= ENOUGH}


def _meaning(text: str) -> str:
    """Return the first content words, in lower case, without surrounding punctuation."""
    words = (word.strip(MARKS) for word in text.casefold().split())
    return " ".join(word for word in words if word and word not in _empty)[:LONGEST_COMPARED]
