"""Exporting into files: one format, or all of them from one look at the workshop."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic

from sqlalchemy.orm import Session

from polling.errors import BadInput
from polling.i18n import _
from polling.report.document import document
from polling.report.file import replace
from polling.report.formats import FORMATS, Format, file_name
from polling.report.queries import report
from polling.report.word import docx, is_template
from polling.workshop.models import Workshop

Told = Callable[[str, float], None]


def export_one(session: Session, workshop: Workshop, made: Format, path: Path) -> None:
    """One format as the file `path`."""
    replace(path, made.export(session, workshop))


def export_in_template(session: Session, workshop: Workshop, template: bytes, path: Path) -> None:
    """The report for Word in an organizer's template, as the file `path`."""
    if not is_template(template):
        raise BadInput(_("This is not a Word file that can serve as a template (.docx)."))
    told = report(session, workshop)
    replace(path, docx(document(told), told.made_at, template))


def export_all(session: Session, workshop: Workshop, folder: Path, tell: Told) -> None:
    """Every format as a file in `folder`; `tell` hears of each file and the seconds it took."""
    folder.mkdir(parents=True, exist_ok=True)
    told = report(session, workshop)
    for made in FORMATS.values():
        began, name = monotonic(), file_name(workshop, made)
        content = made.render(told) if made.render else made.export(session, workshop)
        replace(folder / name, content)
        tell(name, monotonic() - began)
