"""A document for Word: styles, captions and fields, optionally in an organizer's template."""

from polling.core.i18n import lazy
from polling.report.data.report_data import Report
from polling.report.document import DOCUMENTS
from polling.report.formats.export_format import ReportFormat
from polling.report.formats.word.document import docx, is_template


class Word(ReportFormat):
    """The report for Word and LibreOffice."""

    key = "docx"
    document = "publication"
    name = "Word"
    about = lazy("for editing in Word or LibreOffice")
    extension = "docx"
    mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def render(self, source: Report) -> bytes:
        """Return a document in our own styles."""
        return docx(DOCUMENTS[self.document](source), source.made_at)


class AnnexWord(Word):
    """The technical annex in the same format."""

    key = "annex-docx"
    about = lazy("Technical annex")
    document = download_name = archive_name = "annex"


__all__ = ["AnnexWord", "Word", "docx", "is_template"]
