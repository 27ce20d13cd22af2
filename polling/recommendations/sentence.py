"""The recommendation as a sentence, and a sentence taken apart again.

    [Actors] should [action] [by].
    [Chủ thể] cần [làm gì] [khi nào, bằng cách nào].     where the action is written in Vietnamese
    [ผู้รับผิดชอบ]ควร[ทำอะไร] [อย่างไร]                       and where it is in Thai

`sentence` composes it. `take_apart` is the inverse; where the parts would not give exactly the
same sentence back, it keeps it as `original`. ``sentence_grammar.py`` has each language's words.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from polling.recommendations.sentence_grammar import (
    ENGLISH,
    SentenceGrammar,
    first_should,
    grammar_of,
)
from polling.recommendations.wording import Wording

_ENDS_A_SENTENCE = re.compile(r"[.!?…。។၊။]['\"”’)\]]*$")
_LONGEST_SUBJECT = 250  # characters: more is a clause, not a list of actors


class SentenceParts(Protocol):
    """What has a sentence. `original` is a sentence that is printed as it was given, or ""."""

    @property
    def actors(self) -> Sequence[str]: ...
    @property
    def action(self) -> str: ...
    @property
    def by(self) -> str: ...
    @property
    def original(self) -> str: ...


def sentence(recommendation: SentenceParts) -> str:
    """The recommendation in words. Without actors (a draft) it is the action and the `by`."""
    if recommendation.original:
        return recommendation.original
    body = " ".join(part for part in (recommendation.action, recommendation.by) if part)
    if not recommendation.actors:
        return body
    words = grammar_of(body)
    subject = _enumerate(recommendation.actors, words)
    stop = "" if _ENDS_A_SENTENCE.search(body) else words.stop
    return f"{subject[0].upper()}{subject[1:]}{words.after(subject)}{body}{stop}"


def _enumerate(names: Sequence[str], words: SentenceGrammar) -> str:
    """["A", "B", "C"] as "A, B, and C": the last comma tells "B and C" from one actor's name."""
    if len(names) <= 2:
        return words.both.join(names)
    return f"{', '.join(names[:-1])}{words.last}{names[-1]}"


def sentence_digest(text: str) -> str:
    """A short hash of a sentence: an answer that carries it is for these words alone."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def take_apart(text: str) -> Wording:
    """The actors and the action around the first "should" of `text`.

    `sentence(take_apart(text)) == text` always. Without a "should", or with too much before it,
    the whole text is the action.
    """
    words, found = first_should(text)
    subject, action = (text[: found.start()], text[found.end() :]) if found else ("", text)
    subject = subject.strip()
    named = subject and len(subject) <= _LONGEST_SUBJECT and not subject.endswith(words.unlike)
    if not named or not action.strip():
        return Wording(action=text)
    actors = tuple(separate(subject, words))
    taken = Wording(actors=actors, action=action.strip().removesuffix("."))
    return taken if sentence(taken) == text else replace(taken, original=text)


def separate(subject: str, words: SentenceGrammar = ENGLISH) -> list[str]:
    """The actors that `subject` names, or all of it as one where a split could cut a name.

    "Ministries of Justice and Interior" stays whole; "Banks and the police" are two.
    """
    names = [name.strip() for name in words.separator.split(subject)]
    return names if all(_stands_alone(name, words) for name in names) else [subject]


def _stands_alone(name: str, words: SentenceGrammar) -> bool:
    # An acronym, or in English a plural, or a noun with its article is a whole actor.
    last = name.rpartition(" ")[2]
    return (last.isupper() and len(last) > 1) or bool(words.whole.match(name))
