"""Hints for improving a recommendation. They never block anything.

Each hint has one function that checks the text. English texts are checked by their words. For other
languages, only checks that do not depend on words are used, or that only use the words joining the
parts of a sentence.
"""

import re
from collections.abc import Callable
from enum import StrEnum

from polling.recommendations.sentence import SentenceParts, sentence
from polling.recommendations.sentence_grammar import THAI, grammar_of

BEGUN = 15  # characters of the action; shorter drafts get no hints
MOST_WORDS = 50

# Words that are always verbs after "and": "share and report" has two actions, "police and report"
# does not.
VERBS = """
    abolish adopt agree allocate amend appoint apply assess assign build clarify collect conduct
    convene create define designate develop disclose draft encourage enforce ensure equip establish
    expand extend finance harmonise harmonize hire identify implement improve include increase
    integrate introduce investigate invite launch maintain make map prepare prohibit prosecute
    protect provide publish ratify recruit reduce refer regulate replace require revise set sign
    simplify strengthen submit teach tell test train translate update verify
"""
VAGUE_VERBS = """
    address advance boost consider continue deepen encourage enhance explore facilitate foster
    improve increase intensify promote raise reinforce strengthen support tackle
"""


class Hint(StrEnum):
    """The hints, in the order in which they are shown."""

    ACTOR = "actor"
    SHOULD = "should"
    ACTIONS = "actions"
    VAGUE = "vague"
    MEANS = "means"
    LONG = "long"


def hints(written: SentenceParts, language: str) -> list[Hint]:
    """Return the hints for one recommendation in this language; none while it is empty."""
    if len(written.action) < BEGUN:
        return []
    english = language.lower().partition("-")[0] == "en"
    asked = (IN_ANY_LANGUAGE | IN_ENGLISH) if english else IN_ANY_LANGUAGE
    return [hint for hint in Hint if hint in asked and asked[hint](written)]


def names_no_actor(written: SentenceParts) -> bool:
    """It does not name an actor."""
    return not written.actors


def says_no_should(written: SentenceParts) -> bool:
    """It does not have the form “[who] should [do what]”, uses “must”, or has a second “should”."""
    if written.actors:
        return _MODAL.match(written.action) is not None
    return _MODAL.search(written.action) is not None


def repeats_should(written: SentenceParts) -> bool:
    """The action begins with “should” (in its language), which the sentence already adds."""
    return (
        bool(written.actors) and grammar_of(written.action).should.match(written.action) is not None
    )


def bundles_two_actions(written: SentenceParts) -> bool:
    """It contains two actions, and voters may want only one of them."""
    return _SECOND_ACTION.search(written.action) is not None


def is_vague(written: SentenceParts) -> bool:
    """It states a general intent, such as “strengthen cooperation”, without saying how."""
    return _INTENT.match(written.action) is not None and not _MEANS.search(
        f"{written.action} {written.by}"
    )


def is_long(written: SentenceParts) -> bool:
    """It has more words than people remember. (Scripts without spaces are not counted.)"""
    return len(sentence(written).split()) > MOST_WORDS


def lacks_time_and_means(written: SentenceParts) -> bool:
    """It says neither when nor how."""
    return not written.by and not _names_a_year(written.action)


def lacks_time_and_means_in_english(written: SentenceParts) -> bool:
    """It says neither when nor how, also not in the words of the (English) action."""
    said = _MEANS.search(written.action) or _TIME.search(written.action)
    return lacks_time_and_means(written) and not said and not is_vague(written)


def _names_a_year(action: str) -> bool:
    """Return whether a text contains a year, in digits of any script; Thai years may be BE."""
    numbers = [int(digits) for digits in re.findall(r"\d+", action)]
    years = [*numbers, *(number - 543 for number in numbers if grammar_of(action) is THAI)]
    return any(1900 <= year < 2100 for year in years)


def _one_of(words: str) -> str:
    return f"(?:{'|'.join(words.split())})"


_MODAL = re.compile(r"\b(?:should|must|shall|ought to|needs? to|ha(?:ve|s) to)\b", re.IGNORECASE)
_SECOND_ACTION = re.compile(
    rf"(?:\b(?:and|then)|\bas well as|[;,])(?: also| then| to){{0,3}} {_one_of(VERBS)}\b",
    re.IGNORECASE,
)
_INTENT = re.compile(
    rf"(?:further |continue to |jointly |actively )*{_one_of(VAGUE_VERBS)}\b", re.IGNORECASE
)
_MEANS = re.compile(r"\b(?:by \w+ing|by means of|through|using|via)\b", re.IGNORECASE)
_TIME = re.compile(
    r"\b(?:within|before|until|by the end|every|each|annually|yearly|monthly|immediately)\b",
    re.IGNORECASE,
)

Question = Callable[[SentenceParts], bool]
IN_ANY_LANGUAGE: dict[Hint, Question] = {
    Hint.ACTOR: names_no_actor,
    Hint.SHOULD: repeats_should,
    Hint.LONG: is_long,
    Hint.MEANS: lacks_time_and_means,
}
IN_ENGLISH: dict[Hint, Question] = {
    Hint.SHOULD: says_no_should,
    Hint.ACTIONS: bundles_two_actions,
    Hint.VAGUE: is_vague,
    Hint.MEANS: lacks_time_and_means_in_english,
}
