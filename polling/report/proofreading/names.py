"""Names that a report should not contain.

- One actor with two spellings: "the police" and "Police", or "UNODC" and its full name.
- People in the room's texts: under the Chatham House Rule, nobody is quoted by name.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import pairwise

import numpy as np
from rapidfuzz import fuzz, process

from polling.core.i18n import _
from polling.report.data.report_data import Report
from polling.report.proofreading.finding import Finding

ALIKE = 90  # per cent, just reached by "Ministry of Justice" and "Ministries of Justice"
SHORTEST = 6  # characters; shorter names, mostly acronyms, are similar by chance
LONGEST_COMPARED = 100  # characters
MOST_COMPARED = 1_000  # names: their comparison takes up to 0.5 s
MOST_PAIRS = 200
MOST_WORDS = 10  # of a person's name
MOST_KEPT = 20_000
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
_WORD = re.compile(r"\w+")
Pairs = Iterator[tuple[str, str]]


def two_spellings(report: Report) -> Iterator[Finding]:
    """Return pairs of spellings that are probably one actor.

    Similar spellings are only searched among the most frequent names.
    """
    named = Counter(
        report.name_of(actor) for one in report.recommendations for actor in one.addressees
    )
    if len(named) > MOST_COMPARED:
        words = _(
            "There are more than %(most)s names of actors, so only the most frequent names were "
            "searched for similar spellings.",
            most=MOST_COMPARED,
        )
        yield Finding(_("Actors"), words)
    pairs = {*_same(named), *_abbreviated(named), *_similar(named)}
    for first, second in sorted(pairs):
        words = _(
            "Are “%(first)s” (%(often)s×) and “%(second)s” (%(seldom)s×) the same actor?",
            first=first,
            often=named[first],
            second=second,
            seldom=named[second],
        )
        yield Finding(_("Actors"), words)


def _same(named: Collection[str]) -> Pairs:
    """Return names that differ only in articles, capitals and punctuation, next to each other."""
    keys = sorted((bare(name), name) for name in named)
    for (key, first), (other, second) in pairwise(keys):
        if key == other:
            yield first, second


def _abbreviated(named: Collection[str]) -> Pairs:
    """Return names in brackets after another name, as in "… Office on Drugs and Crime (UNODC)"."""
    for name in named:
        for short in _IN_BRACKETS.findall(name):
            if short in named:
                yield min(name, short), max(name, short)


def _similar(named: Counter[str]) -> Pairs:
    often = [name for name, _count in named.most_common(MOST_COMPARED)]
    names = sorted(name for name in often if len(bare(name)) >= SHORTEST)
    keys = [bare(name)[:LONGEST_COMPARED] for name in names]
    likeness = process.cdist(keys, keys, scorer=fuzz.ratio, score_cutoff=ALIKE, dtype=np.uint8)
    for first, second in np.argwhere(np.triu(likeness, 1))[:MOST_PAIRS]:
        yield names[first], names[second]


@lru_cache(MOST_KEPT)
def bare(actor: str) -> str:
    """Return an actor's name without articles, capitals and punctuation."""
    return " ".join(word for word in _words(actor) if word != "the")


def named_people(report: Report, people: Collection[str]) -> Iterator[Finding]:
    """Return the texts of the workshop that contain one of these names, without single words.

    Addressees of recommendations, such as an office that provides a facilitator, do not count
    as names.
    """
    actors = {bare(actor) for one in report.recommendations for actor in one.addressees}
    names = {
        words: name
        for name in sorted(people)
        if len(name.split()) > 1
        if 0 < len(words := _words(name)) <= MOST_WORDS and bare(name) not in actors
    }
    lengths = defaultdict(set)
    for first, *more in names:
        lengths[first].add(1 + len(more))
    for place, text in _texts(report):
        words = _words(text)
        parts = (
            words[at : at + length]
            for at, word in enumerate(words)
            for length in lengths.get(word, ())
        )
        for name in sorted({names[part] for part in parts if part in names}):
            yield Finding(place, _("Is “%(name)s” a person’s name?", name=name))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def _texts(report: Report) -> Iterator[tuple[str, str]]:
    for theme in report.themes:
        for issue in theme.issues:
            yield issue.headline, f"{issue.headline}\n{issue.rationale}"
            for one in issue.recommendations:
                yield issue.headline, f"{one.text}\n{one.rationale}"
    for tally in report.survey.tallies:
        yield tally.asked.question.text, "\n".join(tally.texts)
