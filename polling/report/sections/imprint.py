"""The imprint in words: who publishes the report, whom to ask, and how to cite it."""

from polling.core.i18n import _
from polling.report.options import ReportImprint


def imprint_lines(imprint: ReportImprint) -> list[tuple[str, str]]:
    """(label, text) of everything that organizers filled in."""
    lines = [
        (_("Publisher"), imprint.publisher),
        (_("Authors"), imprint.authors),
        (_("Contact"), imprint.contact),
        (_("Suggested citation"), imprint.citation),
        (_("DOI"), imprint.doi),
        (_("Licence"), imprint.licence),
    ]
    return [(label, text) for label, text in lines if text]
