"""The recommendation as a sentence, and a sentence taken apart again.

    [Actors] should [action] [by].
    [ผู้รับผิดชอบ]ควร[ทำอะไร] [อย่างไร]     where the action is written in Thai

`sentence` is the only place that composes it. `take_apart` is its inverse; where the parts would
not give the very same sentence back, the sentence itself is kept beside them.
"""

import re
from typing import NamedTuple, Protocol

_SHOULD = re.compile(r"\bshould\b|ควร")
_NO_SUBJECT = ("ไม่", "สม")  # before ควร they make "should not", and another word
_SEPARATOR = re.compile(r",? and | และ |, ")
_THAI = re.compile(r"[ก-๎]")
_ENDS_A_SENTENCE = re.compile(r"[.!?…。។၊။]['\"”’)\]]*$")
_LONGEST_SUBJECT = 250  # characters: more is a clause, not a list of actors


class Parts(Protocol):
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


def sentence(recommendation: Parts) -> str:
    """The recommendation in words. Without actors (a draft) it is the action and the `by`."""
    if recommendation.original:
        return recommendation.original
    body = " ".join(part for part in (recommendation.action, recommendation.by) if part)
    if not recommendation.actors:
        return body
    say = _in_thai if _THAI.match(body) else _in_english
    return say(recommendation.actors, body)


def _in_english(actors: list[str], body: str) -> str:
    subject = enumerate_in_words(actors)
    stop = "" if _ENDS_A_SENTENCE.search(body) else "."
    return f"{subject[0].upper()}{subject[1:]} should {body}{stop}"


def _in_thai(actors: list[str], body: str) -> str:
    """No capitals, no full stop, and a space only after what is not Thai."""
    subject = " และ ".join(filter(None, [", ".join(actors[:-1]), actors[-1]]))
    return f"{subject}{'' if _THAI.match(subject[-1]) else ' '}ควร{body}"


def enumerate_in_words(names: list[str]) -> str:
    """["A", "B", "C"] as "A, B, and C": the last comma tells "B and C" from one actor's name."""
    if len(names) <= 2:
        return " and ".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"


def take_apart(text: str) -> Wording:
    """The actors and the action around the first "should" of `text`.

    `sentence(take_apart(text)) == text` always. Without a "should", or with too much before it,
    the whole text is the action.
    """
    found = _SHOULD.search(text)
    subject, action = (text[: found.start()], text[found.end() :]) if found else ("", text)
    named = subject.strip() and len(subject) <= _LONGEST_SUBJECT
    if not named or not action.strip() or subject.endswith(_NO_SUBJECT):
        return Wording([], text)
    taken = Wording(separate(subject.strip()), action.strip().removesuffix("."))
    return taken if sentence(taken) == text else taken._replace(original=text)


def separate(subject: str) -> list[str]:
    """The actors that `subject` names, or all of it as one where a split could cut a name.

    "Ministries of Justice and Interior" stays whole; "Banks and the police" are two.
    """
    names = [name.strip() for name in _SEPARATOR.split(subject)]
    return names if all(map(_stands_alone, names)) else [subject]


def _stands_alone(name: str) -> bool:
    # An acronym, a plural, or a noun with its article is a whole actor; Thai names have no spaces.
    last = name.rpartition(" ")[2]
    return bool(
        (last.isupper() and len(last) > 1)
        or _THAI.match(name)
        or last.endswith("s")
        or re.match(r"(the|each|every|all|an?)\s", name, re.IGNORECASE)
    )
