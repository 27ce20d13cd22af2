"""Compose a recommendation's sentence from its parts, and split a sentence into parts.

    [Actors] should [action], [by].
    [Chủ thể] cần [làm gì], [khi nào, bằng cách nào].    where the action is written in Vietnamese
    [ผู้รับผิดชอบ]ควร[ทำอะไร] [อย่างไร]                       and where it is in Thai

The comma shows that the `by` belongs to the whole action, not to its last word. Thai, Lao, Khmer
and Burmese separate phrases with a space.

`sentence` composes it. `take_apart` is the inverse. If the parts would not give back exactly the
same sentence, it keeps the text as `original`. `sentence_grammar.py` has each language's words.
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
    needs_comma,
)
from polling.recommendations.wording import Wording

_ENDS_A_SENTENCE = re.compile(r"[.!?…。។၊။]['\"”’)\]]*$")
_LONGEST_SUBJECT = 250  # in characters; a longer subject is a clause, not a list of actors


class SentenceParts(Protocol):
    """An object with a sentence. `original` is an imported sentence, printed unchanged, or ""."""

    @property
    def actors(self) -> Sequence[str]: ...
    @property
    def action(self) -> str: ...
    @property
    def by(self) -> str: ...
    @property
    def original(self) -> str: ...


def sentence(recommendation: SentenceParts) -> str:
    """Return the sentence. Without actors (in a draft), it is the action and the `by`."""
    comma = "," if needs_comma(recommendation.action, recommendation.by) else ""
    return recommendation.original or _composed(recommendation, f"{comma} ")


def _composed(recommendation: SentenceParts, joint: str) -> str:
    body = joint.join(part for part in (recommendation.action, recommendation.by) if part)
    if not recommendation.actors:
        return body
    words = grammar_of(body)
    subject = _enumerate(recommendation.actors, words)
    stop = "" if _ENDS_A_SENTENCE.search(body) else words.stop
    return f"{subject[0].upper()}{subject[1:]}{words.after(subject)}{body}{stop}"


def _enumerate(names: Sequence[str], words: SentenceGrammar) -> str:
    """Join names: ["A", "B", "C"] become "A, B, and C". The last comma separates actors."""
    if len(names) <= 2:
        return words.both.join(names)
    return f"{', '.join(names[:-1])}{words.last}{names[-1]}"


def sentence_digest(recommendation: SentenceParts) -> str:
    """Return a short hash of the sentence, which ties an answer to its exact wording.

    It ignores the comma before the `by`, because answers stored by version 1.0 lack it.
    """
    text = recommendation.original or _composed(recommendation, " ")
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def take_apart(text: str) -> Wording:
    """Split `text` at its first "should" into actors and action.

    `sentence(take_apart(text)) == text` always holds. If there is no "should", or too much text
    before it, the whole text is the action.
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
    """Return the actors in `subject`, or all of it as one actor if a split could break a name.

    "Ministries of Justice and Interior" stays whole; "Banks and the police" are two.
    """
    names = [name.strip() for name in words.separator.split(subject)]
    return names if all(_stands_alone(name, words) for name in names) else [subject]


def _stands_alone(name: str, words: SentenceGrammar) -> bool:
    # An acronym, an English plural, and a noun with its article are complete names.
    last = name.rpartition(" ")[2]
    return (last.isupper() and len(last) > 1) or bool(words.whole.match(name))
