"""Breaking text into lines: SVG does not, and nobody is there to measure the letters.

Widths are estimates on the generous side, by kind of letter. Words of scripts that have no spaces
between them, and words longer than a line, are broken between letters, never within one.
"""

import unicodedata
from collections.abc import Iterable, Iterator

NARROW, USUAL, CAPITAL, WIDE = 0.38, 0.64, 0.78, 1.05  # of the size of the font
NARROW_LETTERS = frozenset("iljtfrI.,:;'’|!()[]/ -")
JOINED = frozenset({"Mn", "Me", "Cf"})  # signs that stand on the letter before them
# Thai and Lao vowels that stand before the consonant they are spoken after; in Khmer and Burmese
# what puts the next consonant below.
OPENING = frozenset("เแโใไເແໂໃໄ\u17d2\u1039")
CLOSING = frozenset("ะาำๅๆฯະາຳຽໆຯ")  # vowels and signs beside the letter that they belong to


def wrapped(text: str, width: float, most: int = 3) -> list[str]:
    """The text in at most so many lines of this width, in sizes of the font.

    >>> wrapped("Permits can be bought at every border", 14)
    ['Permits can be bought', 'at every border']
    """
    lines = [""]
    for piece in _pieces(text, width):
        if lines[-1] and width_of((lines[-1] + piece).rstrip()) > width:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece
    lines[-1] = lines[-1].rstrip()
    return lines if len(lines) <= most else [*lines[: most - 1], _shortened(lines[most - 1], width)]


def width_of(text: str) -> float:
    """About how wide a text is, in sizes of the font."""
    return sum(_width(letter) for letter in text)


def _width(letter: str) -> float:
    if unicodedata.category(letter) in JOINED:
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return WIDE
    if letter in NARROW_LETTERS:
        return NARROW
    return CAPITAL if letter.isupper() or letter in "mwMW%" else USUAL


def _pieces(text: str, width: float) -> Iterator[str]:
    """Words with the space behind them; of one that is too long, its letters."""
    for word in text.split():
        if width_of(word) <= width:
            yield f"{word} "
        else:
            yield from [*_letters(word), " "]


def _letters(word: str) -> Iterable[str]:
    """What one sees as a letter: it is never taken apart."""
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
    """As much of the line as fits before "…": whole words, or letters of a first word too long."""
    letters = list(_letters(line))
    while letters and width_of("".join(letters)) > width - 1:
        letters.pop()
    kept = "".join(letters)
    is_whole = kept == line or line[len(kept)] == " "
    words = kept if is_whole else kept.rpartition(" ")[0] or kept
    return words.rstrip(" ,;:") + "…"
