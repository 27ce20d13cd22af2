"""One actor with two spellings: "the police" and "Police", or "UNODC" and its full name."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from rapidfuzz import fuzz

from polling.core.i18n import _
from polling.report.data.report_data import Report
from polling.report.proofreading.finding import Finding

ALIKE = 90  # per cent, just reached by "Ministry of Justice" and "Ministries of Justice"
SHORTEST = 6  # characters; shorter names, mostly acronyms, are similar by chance
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")


def two_spellings(report: Report) -> Iterator[Finding]:
    """Return each pair of spellings that is probably one actor."""
    named = Counter(
        report.name_of(actor) for one in report.recommendations for actor in one.addressees
    )
    for first, second in combinations(sorted(named), 2):
        if _is_one(first, second):
            words = _(
                "Are “%(first)s” (%(often)s×) and “%(second)s” (%(seldom)s×) the same actor?",
                first=first,
                often=named[first],
                second=second,
                seldom=named[second],
            )
            yield Finding(_("Actors"), words)


def _is_one(first: str, second: str) -> bool:
    one, two = bare(first), bare(second)
    if one == two or first in _IN_BRACKETS.findall(second) or second in _IN_BRACKETS.findall(first):
        return True
    return min(len(one), len(two)) >= SHORTEST and fuzz.ratio(one, two) >= ALIKE


def bare(actor: str) -> str:
    """Return an actor's name without articles, capitals and punctuation."""
    words = re.findall(r"\w+", actor.casefold())
    return " ".join(word for word in words if word != "the")
