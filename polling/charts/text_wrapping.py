"""Break text into lines, which SVG does not do, without measuring letters.

Widths are conservative estimates by kind of letter. Text in scripts without spaces, and words
longer than a line, are broken between letters, never within one.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

NARROW, USUAL, CAPITAL, WIDE = 0.38, 0.64, 0.78, 1.05  # relative to the font size
NARROW_LETTERS = frozenset("iljtfrI.,:;'’|!()[]/ -")
MOST_KEPT = 10_000  # letters
JOINED = frozenset({"Mn", "Me", "Cf"})  # marks on the preceding letter
# Thai and Lao vowels written before their consonant; in Khmer and Burmese, signs that put the next
# consonant below.
OPENING = frozenset("เแโใไເແໂໃໄ\u17d2\u1039")
CLOSING = frozenset("ะาำๅๆฯະາຳຽໆຯ")  # vowels and signs after the letter to which they belong


def wrapped(text: str, width: float, most: int = 3) -> list[str]:
    """Return the text in at most `most` lines of this width (in font sizes).

    >>> wrapped("Permits can be bought at every border", 14)
    ['Permits can be bought at', 'every border']
    """
    lines = [""]
    for piece in _pieces(text, width):
        if lines[-1] and width_of((lines[-1] + piece).rstrip()) > width:
            lines[-1] = lines[-1].rstrip()
            if len(lines) > most:
                break  # nobody sees the rest
            lines.append("")
        lines[-1] += piece
    lines[-1] = lines[-1].rstrip()
    return lines if len(lines) <= most else [*lines[: most - 1], _shortened(lines[most - 1], width)]


def width_of(text: str) -> float:
    """Return the estimated width of a text, in font sizes."""
    return sum(map(_width, text))


@lru_cache(MOST_KEPT)
def _width(letter: str) -> float:
    if unicodedata.category(letter) in JOINED:
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return WIDE
    if letter in NARROW_LETTERS:
        return NARROW
    return CAPITAL if letter.isupper() or letter in "mwMW%" else USUAL


def _pieces(text: str, width: float) -> Iterator[str]:
    """Return words with the following space; of a word that is too long, its letters."""
    for word in text.split():
        if width_of(word) <= width:
            yield f"{word} "
        else:
            yield from [*_letters(word), " "]


def _letters(word: str) -> Iterable[str]:
    """Return the letters as readers see them, which are never broken."""
    letters: list[str] = []
    for sign in word:
        if letters and (_belongs_to_the_last(sign) or letters[-1][-1] in OPENING):
            letters[-1] += sign
        else:
            letters.append(sign)
    return letters


def _belongs_to_the_last(sign: str) -> bool:
    return sign in CLOSING or unicodedata.category(sign) in JOINED | {"Mc"}


def _shortened(line: str, width: float) -> str:
    """Return as much as fits before "…": whole words, or letters of a long first word."""
    letters = list(_letters(line))
    while letters and width_of("".join(letters)) > width - 1:
        letters.pop()
    kept = "".join(letters)
    is_whole = kept == line or line[len(kept)] == " "
    words = kept if is_whole else kept.rpartition(" ")[0] or kept
    return words.rstrip(" ,;:") + "…"
