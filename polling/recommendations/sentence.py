"""The recommendation as a sentence, and a sentence taken apart again.

    [Actors] should [action] [by].
    [Chủ thể] cần [làm gì] [khi nào, bằng cách nào].     where the action is written in Vietnamese
    [ผู้รับผิดชอบ]ควร[ทำอะไร] [อย่างไร]                       and where it is in Thai

`sentence` is the only place that composes it. `take_apart` is its inverse; where the parts would
not give the very same sentence back, the sentence itself is kept beside them. The languages' words
are in ``joints.py``.
"""

import re
from typing import NamedTuple, Protocol

from polling.recommendations.sentence_grammar import (
    ENGLISH,
    SentenceGrammar,
    first_should,
    grammar_of,
)

_ENDS_A_SENTENCE = re.compile(r"[.!?…。។၊။]['\"”’)\]]*$")
_LONGEST_SUBJECT = 250  # characters: more is a clause, not a list of actors


class SentenceParts(Protocol):
    """What has a sentence. `original` is a sentence that is printed as it was given, or ""."""

    @property
    def actors(self) -> list[str]: ...
    @property
    def action(self) -> str: ...
    @property
    def by(self) -> str: ...
    @property
    def original(self) -> str: ...


class Wording(NamedTuple):
    """The parts of a sentence on their own. `original` is "" where they compose to it."""

    actors: list[str]
    action: str
    by: str = ""
    original: str = ""


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


def _enumerate(names: list[str], words: SentenceGrammar) -> str:
    """["A", "B", "C"] as "A, B, and C": the last comma tells "B and C" from one actor's name."""
    if len(names) <= 2:
        return words.both.join(names)
    return f"{', '.join(names[:-1])}{words.last}{names[-1]}"


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
        return Wording([], text)
    taken = Wording(separate(subject, words), action.strip().removesuffix("."))
    return taken if sentence(taken) == text else taken._replace(original=text)


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
