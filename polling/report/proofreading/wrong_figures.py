"""Figures that are probably wrong.

- a placeholder of a figure that does not exist;
- percentages that should add up to about 100, but do not.

In English texts, also:

- a wrong total: "six topics", when there are seven themes;
- "each theme", although some themes have no recommendation;
- a share "of participants" that is a share of the fewer people who answered the survey.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz, process

from polling.core.i18n import _, listed
from polling.report.data.report_data import Report, Theme
from polling.report.proofreading.finding import Finding
from polling.report.writing.editable_texts import Text
from polling.report.writing.placeholders import figures, unknown

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
    # (?a:…), because letters such as “ı” would match, too, and are in no dictionary.
    rf"\b(\d{{1,4}}|(?a:{'|'.join(_WORDS)}))\s+(?:[a-z]+\s+)?((?a:{'|'.join(_NOUNS)}))\b",
    re.IGNORECASE,
)
_ALL_THEMES = re.compile(
    r"\b(?:each|every|all(?: of)?(?: the)?)\s+(?:themes?|topics?|thematic areas?)\b", re.IGNORECASE
)
_SHARE = re.compile(r"\d\s?%|per ?cent|\{\{\s*survey\.", re.IGNORECASE)
_EVERYBODY = re.compile(r"\b(?:participants|attendees|delegates)\b", re.IGNORECASE)
_SURVEYED = re.compile(
    r"\b(?:survey|learned|learnt|would recommend|would use|satisfied|insights?|found it|met)\b",
    re.IGNORECASE,
)


def wrong_counts(report: Report, texts: Iterable[Text]) -> Iterator[Finding]:
    """Return wrong numbers before nouns whose number is known."""
    totals = _totals(report)
    for text in texts:
        for number, noun in _COUNT.findall(text.markdown):
            name = _NOUNS[noun.lower()]
            if _number(number) != totals[name]:
                remark = _wrong_total(f"{number} {noun}", totals[name], name)
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


def _wrong_total(said: str, total: int, name: str) -> str:
    return _(
        "You wrote “%(said)s”, but the total is %(total)s. To insert the total, write {{ %(name)s "
        "}}.",
        said=said,
        total=total,
        name=name,
    )


def claims_too_much(report: Report, texts: Iterable[Text]) -> Iterator[Finding]:
    """Return "each theme" claims if some themes have no recommendation."""
    without = [theme.title for theme in report.themes if not _has_recommendations(theme)]
    for text in texts if without else ():
        for said in _ALL_THEMES.findall(text.markdown):
            words = _(
                "The text says “%(said)s”, but there is no recommendation for %(themes)s.",
                said=said,
                themes=listed(without),
            )
            yield Finding(text.title, words, about=text.name)


def _has_recommendations(theme: Theme) -> bool:
    return any(issue.recommendations for issue in theme.issues)


def wrong_denominators(report: Report, texts: Iterable[Text]) -> Iterator[Finding]:
    """Return shares "of participants" that are shares of survey answers."""
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


_PERCENTAGE = re.compile(r"(\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent)")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,3}(?:/\d{1,3}){2,})\s?(?:%|per ?cent)")
ALIKE = 65  # per cent, of the name of a placeholder and the one that was meant
MOST_GUESSES, LONGEST_GUESSED = 20, 100  # placeholders; characters
FEWEST, ODD = 3, range(90, 111)  # fewer percentages, or another sum, hardly describe one whole


def wrong_sums(texts: Iterable[Text]) -> Iterator[Finding]:
    """Return sentences whose percentages almost add up to 100."""
    for text in texts:
        for sentence in text.sentences:
            parts = _parts(sentence)
            total = sum(parts)
            is_rounded = abs(total - 100) <= len(parts) / 2
            if len(parts) >= FEWEST and not is_rounded and int(total) in ODD:
                yield Finding(text.title, _remark(parts, total), about=text.name)


def _parts(sentence: str) -> list[float]:
    slashed = _SLASHED.search(sentence)
    found = slashed[1].split("/") if slashed else _PERCENTAGE.findall(sentence)
    return [float(number) for number in found]


def _remark(parts: list[float], total: float) -> str:
    return _(
        "%(parts)s add up to %(total)s. Rounding alone does not explain the difference from 100.",
        parts=listed([f"{number:g}" for number in parts]),
        total=f"{total:g}",
    )


def unknown_placeholders(report: Report, texts: Iterable[Text]) -> Iterator[Finding]:
    """Return unknown placeholders, the first of them with a suggestion."""
    known = figures(report)
    names = list(known)
    guesses = 0
    for text in texts:
        for name in dict.fromkeys(unknown(text.markdown, known)):
            guess = _meant(name, names) if guesses < MOST_GUESSES else ""
            guesses += 1
            yield Finding(text.title, _unknown(name, guess), is_error=True, about=text.name)


def _meant(name: str, known: Sequence[str]) -> str:
    if len(name) > LONGEST_GUESSED:
        return ""
    found = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return found[0] if found else ""


def _unknown(name: str, meant: str) -> str:
    words = _("Unknown placeholder: “%(name)s”.", name=name)
    if not meant:
        return words
    placeholder = "{{ " + meant + " }}"
    guess = _("Did you mean “%(word)s”?", word=placeholder)
    return f"{words} {guess}"
