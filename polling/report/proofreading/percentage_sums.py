"""Percentages that should add up to about 100, but do not."""

import re
from collections.abc import Iterable, Iterator

from polling.core.i18n import _, listed
from polling.report.proofreading.finding import Finding
from polling.report.writing.editable_texts import Text

_PERCENTAGE = re.compile(r"(\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent)")
_SLASHED = re.compile(r"(\d{1,3}(?:/\d{1,3}){2,})\s?(?:%|per ?cent)")
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
