"""The imprint as text: publisher, contact, and how to cite the report."""

from polling.core.i18n import _
from polling.report.options import ReportImprint


def imprint_lines(imprint: ReportImprint) -> list[tuple[str, str]]:
    """Return (label, text) for all filled-in fields."""
    lines = [
        (_("Publisher"), imprint.publisher),
        (_("Authors"), imprint.authors),
        (_("Contact"), imprint.contact),
        (_("Suggested citation"), imprint.citation),
        (_("DOI"), imprint.doi),
        (_("Licence"), imprint.licence),
    ]
    return [(label, text) for label, text in lines if text]
