"""Sentences that say more than the data: of each theme, or of participants who were never asked."""

import re
from collections.abc import Iterable, Iterator

from polling.core.i18n import _, listed
from polling.report.figures.facts import Report, Theme
from polling.report.proofreading.finding import Finding
from polling.report.writing.texts import Text

_ALL_THEMES = re.compile(
    r"\b(?:each|every|all(?: of)?(?: the)?)\s+(?:themes?|topics?|thematic areas?)\b", re.IGNORECASE
)
_SHARE = re.compile(r"\d\s?%|per ?cent|\{\{\s*survey\.", re.IGNORECASE)
_EVERYBODY = re.compile(r"\b(?:participants|attendees|delegates)\b", re.IGNORECASE)
_SURVEYED = re.compile(
    r"\b(?:survey|learned|learnt|would recommend|would use|satisfied|insights?|found it|met)\b",
    re.IGNORECASE,
)


def claims_too_much(report: Report, texts: Iterable[Text]) -> Iterator[Finding]:
    """ "Each theme", where some themes have no recommendation."""
    without = [theme.title for theme in report.themes if not _has_recommendations(theme)]
    for text in texts if without else ():
        for said in _ALL_THEMES.findall(text.markdown):
            words = _(
                "“%(said)s”: no recommendation for %(themes)s.",
                said=said,
                themes=listed(without),
            )
            yield Finding(text.title, words, about=text.name)


def _has_recommendations(theme: Theme) -> bool:
    return any(issue.recommendations for issue in theme.issues)


def wrong_denominators(report: Report, texts: Iterable[Text]) -> Iterator[Finding]:
    """A share "of participants" that the survey gave of those who answered it."""
    responses = report.survey.responses
    if not responses.count or responses.count == responses.of:
        return
    for text in texts:
        for sentence in text.sentences:
            if all(found.search(sentence) for found in (_SHARE, _EVERYBODY, _SURVEYED)):
                remark = _denominator(sentence, responses.count, responses.of)
                yield Finding(text.title, remark, about=text.name)


def _denominator(sentence: str, count: int, of: int) -> str:
    return _(
        "“%(sentence)s”: add “of those who answered” (%(count)s of %(of)s).",
        sentence=sentence,
        count=count,
        of=of,
    )
