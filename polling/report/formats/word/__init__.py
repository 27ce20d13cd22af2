"""A document for Word: real styles, captions and fields, in an organizer's template if wanted."""

from polling.core.i18n import lazy
from polling.report.document import document
from polling.report.figures.facts import Report
from polling.report.formats.export_format import ReportFormat
from polling.report.formats.word.file import docx, is_template


class Word(ReportFormat):
    """The report for Word and LibreOffice."""

    key = "docx"
    name = "Word"
    about = lazy("the report, to go on writing in Word or LibreOffice")
    extension = "docx"
    mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def render(self, source: Report) -> bytes:
        """A document in our own styles."""
        return docx(document(source), source.made_at)


__all__ = ["Word", "docx", "is_template"]
