"""The formats that a workshop can be exported in, by their key in addresses and commands."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from polling.i18n import LazyString, lazy
from polling.report.csv import csv_archive
from polling.report.document import document
from polling.report.html import html
from polling.report.json import json
from polling.report.markdown import markdown
from polling.report.model import Report
from polling.report.queries import report
from polling.report.tables import tables
from polling.report.xlsx import xlsx
from polling.workshop.models import Workshop

Export = Callable[[Session, Workshop], bytes]


@dataclass(frozen=True)
class Format:
    """One format: how it is made, what the file is, and what people are told about it."""

    key: str
    name: str
    about: LazyString
    extension: str
    mimetype: str
    is_text: bool
    export: Export


def _of_report(render: Callable[[Report], bytes]) -> Export:
    return lambda session, workshop: render(report(session, workshop))


FORMATS = {
    made.key: made
    for made in (
        Format(
            "html",
            "HTML",
            lazy("the report, to read in any browser and to print"),
            "html",
            "text/html",
            is_text=True,
            export=_of_report(lambda made: html(document(made)).encode()),
        ),
        Format(
            "md",
            "Markdown",
            lazy("the report, to go on writing"),
            "md",
            "text/markdown",
            is_text=True,
            export=_of_report(lambda made: markdown(document(made)).encode()),
        ),
        Format(
            "xlsx",
            "Excel",
            lazy("all tables, one a sheet"),
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            is_text=False,
            export=_of_report(lambda made: xlsx(tables(made))),
        ),
        Format(
            "csv",
            "CSV",
            lazy("all tables, one a file, in a ZIP archive"),
            "zip",
            "application/zip",
            is_text=False,
            export=_of_report(lambda made: csv_archive(tables(made), made.made_at)),
        ),
        Format(
            "json",
            "JSON",
            lazy("the workshop file: everything, to check, to keep, or to import again"),
            "json",
            "application/json",
            is_text=True,
            export=json,
        ),
    )
}


def file_name(workshop: Workshop, made: Format) -> str:
    """What the download is called, such as "481516-report.html"."""
    return f"{workshop.code}-report.{made.extension}"
