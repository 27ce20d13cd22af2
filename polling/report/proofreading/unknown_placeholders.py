"""Unknown placeholders: references to figures that do not exist."""

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from polling.core.i18n import _
from polling.report.data.report_data import Report
from polling.report.proofreading.finding import Finding
from polling.report.writing.editable_texts import Text
from polling.report.writing.placeholders import figures, unknown


def unknown_placeholders(report: Report, texts: Iterable[Text]) -> Iterator[Finding]:
    """Return unknown placeholders, each with a suggestion."""
    known = figures(report)
    for text in texts:
        for name in unknown(text.markdown, known):
            yield Finding(text.title, _remark(name, known), is_error=True, about=text.name)


def _remark(name: str, known: Collection[str]) -> str:
    words = _("Unknown placeholder: “%(name)s”.", name=name)
    meant = get_close_matches(name, known, n=1)
    if not meant:
        return words
    placeholder = "{{ " + meant[0] + " }}"
    guess = _("Did you mean “%(word)s”?", word=placeholder)
    return f"{words} {guess}"
