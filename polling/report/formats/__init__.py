"""The formats that a workshop can be exported in, by their key in addresses and commands."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from polling.core.i18n import LazyString, lazy
from polling.report.document import document
from polling.report.figures.facts import Report
from polling.report.formats.csv import csv_archive
from polling.report.formats.html import html
from polling.report.formats.markdown import markdown
from polling.report.formats.pdf import pdf
from polling.report.formats.word import docx
from polling.report.formats.xlsx import xlsx
from polling.report.queries import report
from polling.report.tables import tables
from polling.workshop.models import Workshop
from polling.workshop_file.dump import dump
from polling.workshop_file.schema import WorkshopFile
from polling.workshop_file.write import write

Told = Report | WorkshopFile


@dataclass(frozen=True)
class Format:
    """One format: what the file is, what people are told about it, and how it is made.

    Without `render` it is no drawing of the report: it is the workshop's own file.
    """

    key: str
    name: str
    about: LazyString
    extension: str
    mimetype: str
    is_text: bool
    render: Callable[[Report], bytes] | None

    def look_up(self, session: Session, workshop: Workshop) -> Told:
        """Everything, as of now; what draws it needs no database any more."""
        return report(session, workshop) if self.render else dump(session, workshop)

    def draw(self, told: Told) -> bytes:
        """The file of what was looked up, or of a frozen version."""
        if self.render and isinstance(told, Report):
            return self.render(told)
        return write(WorkshopFile.model_validate(told))


FORMATS = {
    made.key: made
    for made in (
        Format(
            "pdf",
            "PDF",
            lazy("the report, to print and to send"),
            "pdf",
            "application/pdf",
            is_text=False,
            render=lambda made: pdf(document(made), made.made_at),
        ),
        Format(
            "docx",
            "Word",
            lazy("the report, to go on writing in Word or LibreOffice"),
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            is_text=False,
            render=lambda made: docx(document(made), made.made_at),
        ),
        Format(
            "html",
            "HTML",
            lazy("the report in one file, to read in any browser"),
            "html",
            "text/html",
            is_text=True,
            render=lambda made: html(document(made)).encode(),
        ),
        Format(
            "md",
            "Markdown",
            lazy("the report, as plain text with marks"),
            "md",
            "text/markdown",
            is_text=True,
            render=lambda made: markdown(document(made)).encode(),
        ),
        Format(
            "xlsx",
            "Excel",
            lazy("all tables, one a sheet"),
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            is_text=False,
            render=lambda made: xlsx(tables(made), made.made_at),
        ),
        Format(
            "csv",
            "CSV",
            lazy("all tables, one a file, in a ZIP archive"),
            "zip",
            "application/zip",
            is_text=False,
            render=lambda made: csv_archive(tables(made), made.made_at),
        ),
        Format(
            "json",
            "JSON",
            lazy("the workshop file: everything, to check, to keep, or to import again"),
            "json",
            "application/json",
            is_text=True,
            render=None,
        ),
    )
}


def file_name(workshop: Workshop, made: Format, edition: int | None = None) -> str:
    """What the download is called: "481516-report.html", or of a version "481516-report-2.html"."""
    name = "report" if edition is None else f"report-{edition}"
    return f"{workshop.code}-{name}.{made.extension}"
