"""The words that join the parts of a recommendation, in the language that it is written in.

That is told from the letters of its action: the words belong to the text, whoever reads it, and the
groups of a workshop may write in different languages. Others get the English words.
"""

import re
import unicodedata
from dataclasses import dataclass

_ENOUGH = 1 / 3  # of the words: an English action can name a place in Vietnam
_THAI = re.compile(r"[ก-๎]")
# Letters of no other language: Vietnamese shares â, ê, ô and most accents with some.
_VIETNAMESE = re.compile(r"\w*[ăđơưĂĐƠƯ\u1ea0-\u1ef9]\w*")


@dataclass(frozen=True)
class SentenceGrammar:
    """How actors are listed, what says that they should, and how both are found again."""

    both: str
    last: str
    modal: str
    stop: str
    should: re.Pattern[str]
    separator: re.Pattern[str]
    whole: re.Pattern[str]  # a name that is surely one actor's
    unlike: tuple[str, ...] = ()  # before `should` these make it say something else
    unspaced: re.Pattern[str] | None = None  # letters between which words have no space

    def after(self, subject: str) -> str:
        """The `modal`, parted from letters that it would not stand beside."""
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
    """Those of the language that an action is written in."""
    if body.isascii():
        return ENGLISH
    if _THAI.match(body):
        return THAI
    found = _VIETNAMESE.findall(unicodedata.normalize("NFC", body))
    return VIETNAMESE if len(found) > _ENOUGH * len(body.split()) else ENGLISH


def first_should(text: str) -> tuple[SentenceGrammar, re.Match[str] | None]:
    """Whichever language's "should" comes first in `text`, and its joints."""
    found = [(one.should.search(text), one) for one in (ENGLISH, VIETNAMESE, THAI)]
    matches = [(match.start(), one, match) for match, one in found if match]
    if not matches:
        return ENGLISH, None
    _, words, match = min(matches, key=lambda one: one[0])
    return words, match
