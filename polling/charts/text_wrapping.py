"""Break text into lines, which SVG does not do, without measuring letters; and shorten text.

Widths are conservative estimates by kind of letter. Text in scripts without spaces, and words
longer than a line, are broken between letters, never within one.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

NARROW, USUAL, CAPITAL, WIDE = 0.38, 0.64, 0.78, 1.05  # relative to the font size
NARROW_LETTERS = frozenset("iljtfrI.,:;'’|!()[]/ -")
MOST_KEPT = 10_000  # letters
JOINED = frozenset({"Mn", "Me", "Cf"})  # marks on the preceding letter
# Thai and Lao vowels written before their consonant; in Khmer and Burmese, signs that put the next
# consonant below.
OPENING = frozenset("เแโใไເແໂໃໄ\u17d2\u1039")
CLOSING = frozenset("ะาำๅๆฯະາຳຽໆຯ")  # vowels and signs after the letter to which they belong
# Thai, Lao, Burmese, Khmer, Japanese and Chinese: there are no spaces between words.
UNSPACED = re.compile("[\u0e01-\u0eff\u1000-\u109f\u1780-\u17fd\u3040-\u30ff\u3400-\u9fff]")


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


def shortened(text: str, most: int, mark: str = " …") -> str:
    """Return a text of at most `most` letters: whole words, or letters in scripts without spaces.

    >>> shortened("Permits can be bought at every border", 24)
    'Permits can be bought …'
    """
    text = " ".join(text.split())
    found = letters(text)
    if len(found) <= most:
        return text
    return _whole("".join(found[: most - len(mark)]), text).rstrip() + mark


def length_of(text: str) -> int:
    """Return the number of characters that take space, so without marks on other letters."""
    return sum(unicodedata.category(sign) not in JOINED for sign in text)


def _whole(kept: str, text: str) -> str:
    """Return the beginning of a text without the last word if that is incomplete."""
    if text[len(kept) : len(kept) + 1] in ("", " ") or UNSPACED.match(kept[-1:]):
        return kept
    return kept.rpartition(" ")[0] or kept


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
            yield from [*letters(word), " "]


def letters(text: str) -> list[str]:
    """Return the letters as readers see them, which are never broken."""
    if text.isascii():
        return list(text)
    found: list[str] = []
    for sign in text:
        if found and (_belongs_to_the_last(sign) or found[-1][-1] in OPENING):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def _belongs_to_the_last(sign: str) -> bool:
    return sign in CLOSING or unicodedata.category(sign) in JOINED | {"Mc"}


def _shortened(line: str, width: float) -> str:
    """Return as much as fits before "…"."""
    found = letters(line)
    while found and width_of("".join(found)) > width - 1:
        found.pop()
    return _whole("".join(found), line).rstrip(" ,;:") + "…"
