"""The words that join the parts of a recommendation, in the language of its text.

The language is detected from the letters of the action. It does not depend on the reader, and the
groups of a workshop may write in different languages. Other languages get the English words.
"""

import re
import unicodedata
from dataclasses import dataclass

_ENOUGH = 1 / 3  # of the words: an English action may name a place in Vietnam
_THAI = re.compile(r"[ก-๎]")
# Thai, Lao, Burmese and Khmer. Words are not separated, so a space separates phrases.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_PUNCTUATED = re.compile(r"[,;:.!?…–—၊။។]['\"”’)\]]*$")
# Letters used by no other language. Vietnamese shares â, ê, ô and most accents with others.
_VIETNAMESE = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class SentenceGrammar:
    """The words and patterns for composing and parsing sentences in one language."""

    both: str
    last: str
    modal: str
    stop: str
    should: re.Pattern[str]
    separator: re.Pattern[str]
    whole: re.Pattern[str]  # a name that is certainly one actor's
    unlike: tuple[str, ...] = ()  # before `should`, these change its meaning
    unspaced: re.Pattern[str] | None = None  # letters between which there are no spaces

    def after(self, subject: str) -> str:
        """Return the `modal`, with a space before it unless the script has none."""
        parted = self.unspaced and not self.unspaced.match(subject[-1])
        return f" {self.modal}" if parted else self.modal


ENGLISH = SentenceGrammar(
    both=" and ",
    last=", and ",
    modal=" should ",
    stop=".",
    should=re.compile(r"\bshould\b"),
    separator=re.compile(r",? and |, "),
    whole=re.compile(r"(?i:the|each|every|all|an?)\s|.*s$"),
)
VIETNAMESE = SentenceGrammar(
    both=" và ",
    last=" và ",
    modal=" cần ",
    stop=".",
    should=re.compile(r"\bcần\b"),
    separator=re.compile(r" và |, "),
    whole=re.compile(r"(?i:các|những|mọi|mỗi)\s"),
    unlike=("không", "chưa"),
)
THAI = SentenceGrammar(
    both=" และ ",
    last=" และ ",
    modal="ควร",
    stop="",
    should=re.compile("ควร"),
    separator=re.compile(r" และ |, "),
    whole=_THAI,  # its names have no spaces
    unlike=("ไม่", "สม"),  # "should not", and another word
    unspaced=_THAI,
)


def grammar_of(body: str) -> SentenceGrammar:
    """Return the grammar for the language of an action."""
    if body.isascii():
        return ENGLISH
    if _THAI.match(body):
        return THAI
    words = _WORD.findall(unicodedata.normalize("NFC", body))
    found = sum(_VIETNAMESE.search(word) is not None for word in words)
    return VIETNAMESE if found > _ENOUGH * len(body.split()) else ENGLISH


def needs_comma(action: str, by: str) -> bool:
    """Return whether a comma must separate these two: no punctuation or script does it already."""
    last, first = action[-1:], by[:1]
    spaced = not (_UNSPACED.match(last) and _UNSPACED.match(first))
    return bool(action and by and spaced and not _PUNCTUATED.search(action) and first not in ",;–—")


def first_should(text: str) -> tuple[SentenceGrammar, re.Match[str] | None]:
    """Return the first "should" in `text` in any language, and the grammar of that language."""
    found = [(one.should.search(text), one) for one in (ENGLISH, VIETNAMESE, THAI)]
    matches = [(match.start(), one, match) for match, one in found if match]
    if not matches:
        return ENGLISH, None
    _, words, match = min(matches, key=lambda one: one[0])
    return words, match
