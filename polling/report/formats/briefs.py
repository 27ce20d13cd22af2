"""The briefs for all addressees, as PDF and Word files in a ZIP archive."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from polling.core.i18n import lazy
from polling.core.typesetting import typeset_each
from polling.report.briefs import Brief, brief, briefed, briefs
from polling.report.data.report_data import Report
from polling.report.formats.export_format import ReportFormat
from polling.report.formats.pdf import Pdf, told
from polling.report.formats.word import Word
from polling.report.formats.word.document import docx_page
from polling.report.formats.zip_files import packed, unpacked
from polling.report.report_language import in_workshop_language

MIMETYPES = {made.extension: made.mimetype for made in (Pdf, Word)}


@in_workshop_language
def brief_files(report: Report) -> dict[str, bytes]:
    """Yield each brief by file name, as a PDF and for Word."""
    made = briefs(report)
    files: dict[str, bytes] = {}
    for one, pdf in zip(made, _pdfs(made, report.made_at), strict=True):
        files[f"{one.file_name}.pdf"] = pdf
        files[f"{one.file_name}.docx"] = docx_page(one.document, report.made_at)
    return files


@in_workshop_language
def brief_file(report: Report, name: str) -> bytes | None:
    """Return the brief with this file name; None if there is none."""
    stem, _, extension = name.rpartition(".")
    to = next((one for one in briefed(report).briefed if one.file_name == stem), None)
    if to is None or extension not in MIMETYPES:
        return None
    found = brief(report, to)
    if extension == "pdf":
        return next(_pdfs([found], report.made_at))
    return docx_page(found.document, report.made_at)


def _pdfs(made: Sequence[Brief], made_at: datetime) -> Iterator[bytes]:
    documents = (told(one.document) for one in made)
    return typeset_each("report/brief.typ", documents, made_at=made_at)


class Briefs(ReportFormat):
    """A page for each addressee."""

    key = "briefs"
    document = download_name = archive_name = "briefs"
    name = lazy("All briefs")
    about = lazy("a one-page brief for each addressee, in PDF and Word (ZIP)")
    extension = "zip"
    mimetype = "application/zip"

    def render(self, source: Report) -> bytes:
        """Return an archive with two files for each addressee."""
        return packed(brief_files(source), source.made_at)

    def archive_files(self, content: bytes) -> dict[str, bytes]:
        """Return the briefs as files in a folder, because archives should not be nested."""
        return {f"briefs/{name}": brief for name, brief in unpacked(content).items()}
