"""How much of a list fits on the screen, in whole lines of text (`static/css/result-list.css`).

Lengths are in rem. The screen is 80 rem wide and 45 rem high: at 1920 × 1080, one rem is 24 pixels.
`static/js/screen/fit-screen.js` adjusts the size in the browser if a font is wider than ours.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

ROOM = 29.0  # between title and footer
CUT = 2.6  # the line between options inside and outside
TEXT_WIDTH = 58.5  # of a row's text
SIZES = (2.8, 2.4, 2.0, 1.85)  # font sizes of the text, largest first; 1.85 rem are 44 pixels
SMALL = 1.45  # font size of what follows it, on the same line if it fits, and of a score's note
BETWEEN = 1.0  # from the text to what follows it
SCORE_WIDTH = 8.5  # included in a row's width; a longer score takes it from the text
SCORE_LINE, NOTE_LINE, NOTE_GAP = 1.1, 1.2, 0.5  # the note is below the score, or next to it
PADDING, GAP = 0.8, 0.45  # of a row, and between rows
MOST_KEPT = 2_000  # heights of rows

TALL = ("KHMER", "LAO", "MYANMAR", "THAI")
LINE, TALL_LINE = 1.25, 1.6  # relative to the font size
WIDTHS = {"KHMER": 0.9, "MYANMAR": 0.95, "THAI": 0.62, "LAO": 0.65, "CJK": 1.0}
LOWER, UPPER = 0.56, 0.68  # em, of all other letters
COENG = "\u17d2"  # the Khmer letter after it is written below the previous one


@dataclass(frozen=True)
class Content:
    """The content of a row: its text, what follows it in small print, its score and a note to it.

    The note is below the score if something follows the text, and next to the score otherwise.
    """

    text: str
    about: str = ""
    score: str = ""
    note: str = ""


def is_tall(text: str) -> bool:
    """Whether one of its scripts needs higher lines."""
    return any(_script(sign) in TALL for sign in text)


def width(text: str) -> float:
    """Return the width of a text on one line, in em."""
    total, below = 0.0, False
    for sign in text:
        if unicodedata.category(sign) not in {"Mn", "Me", "Cf"} and not below:
            total += _width(sign)
        below = sign == COENG
    return total


@lru_cache(MOST_KEPT)
def height(content: Content, size: float) -> float:
    """Return the height of a row with this text size, cached because lists are laid out often."""
    tall = TALL_LINE if is_tall(content.text) else LINE
    room = TEXT_WIDTH - _beyond_its_width(content, size)
    text = 1.06 * width(content.text) * size  # 6% for line breaks
    about = width(content.about) * SMALL
    lines = ceil(text / room) or 1
    if about and text + BETWEEN + about > lines * room:
        lines += ceil(about / room)
    return max(lines * size * tall, _score_height(content, size)) + PADDING


def _score_height(content: Content, size: float) -> float:
    below = content.note if content.about else ""
    return size * SCORE_LINE + (SMALL * NOTE_LINE if below else 0.0)


def _beyond_its_width(content: Content, size: float) -> float:
    """Return how much a score with a note next to it takes from the text."""
    if content.about or not content.note:
        return 0.0
    taken = width(content.score) * size + NOTE_GAP + width(content.note) * SMALL
    return max(0.0, taken - SCORE_WIDTH)


def largest(contents: Sequence[Content], room: float = ROOM) -> float | None:
    """Return the largest size in which all rows fit on one page; None if there is none."""
    return next((size for size in SIZES if _taken(contents, size) <= room), None)


def pages(contents: Sequence[Content], room: float = ROOM) -> list[range]:
    """Distribute rows to as few pages as possible, filled evenly if possible.

    A row higher than the screen gets a separate page.
    """
    filled = _filled(contents, room)
    each = ceil(len(contents) / max(1, len(filled)))
    even = [
        range(at, min(at + each, len(contents))) for at in range(0, len(contents), max(1, each))
    ]
    fits = all(largest(contents[page.start : page.stop], room) for page in even)
    return even if fits else filled


def _filled(contents: Sequence[Content], room: float) -> list[range]:
    found: list[range] = []
    start = 0
    for at in range(1, len(contents) + 1):
        last = at == len(contents)
        if last or largest(contents[start : at + 1], room) is None:
            found.append(range(start, at))
            start = at
    return found


def _taken(contents: Sequence[Content], size: float) -> float:
    return sum(height(one, size) + GAP for one in contents) - GAP


def _width(sign: str) -> float:
    if sign == " ":
        return 0.28
    return WIDTHS.get(_script(sign), UPPER if sign.isupper() else LOWER)


def _script(sign: str) -> str:
    return "" if sign < "\u0e00" else unicodedata.name(sign, "").split(" ", 1)[0]
