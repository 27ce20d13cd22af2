"""References to figures that there are not."""

from collections.abc import Iterable, Iterator

from polling.i18n import _
from polling.report.facts import Report
from polling.report.proofreading.finding import Finding, Text
from polling.report.references import figures, unknown


def broken_references(report: Report, texts: Iterable[Text]) -> Iterator[Finding]:
    """Names that nothing stands for."""
    known = figures(report)
    for text in texts:
        for name in unknown(text.markdown, known):
            words = _("There is no figure called “%(name)s”.", name=name)
            yield Finding(text.title, words, is_error=True)
