"""Counts in the text that disagree with the data: "six topics", when there are seven themes."""

import re
from collections.abc import Iterable, Iterator

from polling.core.i18n import _
from polling.report.figures.facts import Report
from polling.report.proofreading.finding import Finding
from polling.report.writing.texts import Text

_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    *("nineteen", "twenty"),
)
_NUMBERS = {word: number for number, word in enumerate(_WORDS)}
_NOUNS = {
    "themes": "themes",
    "topics": "themes",
    "thematic areas": "themes",
    "priority issues": "priority_issues",
    "recommendations": "recommendations",
    "breakout groups": "groups",
    "participants": "participants",
}
_COUNT = re.compile(
    rf"\b(\d{{1,4}}|{'|'.join(_WORDS)})\s+(?:[a-z]+\s+)?({'|'.join(_NOUNS)})\b", re.IGNORECASE
)


def wrong_counts(report: Report, texts: Iterable[Text]) -> Iterator[Finding]:
    """Wrong numbers before a noun whose number we know."""
    totals = _totals(report)
    for text in texts:
        for number, noun in _COUNT.findall(text.markdown):
            name = _NOUNS[noun.lower()]
            if _number(number) != totals[name]:
                remark = _remark(f"{number} {noun}", totals[name], name)
                yield Finding(text.title, remark, about=text.name)


def _totals(report: Report) -> dict[str, int]:
    return {
        "themes": len(report.themes),
        "priority_issues": len(report.priority_issues),
        "recommendations": len(report.recommendations),
        "groups": len(report.groups),
        "participants": report.present,
    }


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]


def _remark(said: str, total: int, name: str) -> str:
    return _(
        "“%(said)s”: the total is %(total)s. For the total, write {{ %(name)s }}.",
        said=said,
        total=total,
        name=name,
    )
