"""Exporting into files: one format, or all of them from one look at the workshop.

What is drawn needs no database any more. The look ends before, since nothing can be written to
SQLite as long as somebody reads.
"""

from collections.abc import Callable
from pathlib import Path
from time import monotonic

from sqlalchemy.orm import Session

from polling.core.errors import BadInput
from polling.core.i18n import _
from polling.report.formats import FORMATS, Format, bundle, file_name
from polling.report.formats.atomic_write import replace
from polling.report.formats.render import draw, draw_in_template
from polling.report.queries import report
from polling.report.versions import queries as versions
from polling.workshop.models import Workshop
from polling.workshop_file.dump import dump

Told = Callable[[str, float], None]


def export(
    session: Session,
    workshop: Workshop,
    key: str,
    path: Path | None,
    tell: Told,
    *,
    template: bytes | None = None,
    version: int | None = None,
) -> bytes | None:
    """What a key of FORMATS, "zip" or "all" stands for, into `path`; without one, returned."""
    if path and key in {"all", "zip"}:
        make = export_all if key == "all" else export_archive
        make(session, workshop, path, tell)
    elif path and template is not None:
        export_in_template(session, workshop, template, path)
    else:
        made = FORMATS[key]
        content = _content(session, workshop, made, version)
        if path is None:
            return content
        replace(path, content)
    return None


def _content(session: Session, workshop: Workshop, made: Format, version: int | None) -> bytes:
    """One format, as of now or of a frozen version."""
    if version is None:
        told = made.look_up(session, workshop)
    elif made.render is None:
        raise BadInput(_("A version is a report: the workshop file has all of them."))
    else:
        told = versions.load(versions.numbered(session, workshop.id, version))
    session.close()
    return made.draw(told)


def export_in_template(session: Session, workshop: Workshop, template: bytes, path: Path) -> None:
    """The report for Word in an organizer's template, as the file `path`."""
    told = report(session, workshop)
    session.close()
    replace(path, draw_in_template(told, template))


def export_archive(session: Session, workshop: Workshop, path: Path, tell: Told) -> None:
    """Everything in one ZIP archive; `tell` hears of each step and the seconds it took."""
    made_at, steps = bundle.steps(session, workshop, draw)
    session.close()
    files: bundle.Files = {}
    for step in steps:
        began = monotonic()
        files |= step.make()
        tell(step.name, monotonic() - began)
    replace(path, bundle.archive(files, made_at))


def export_all(session: Session, workshop: Workshop, folder: Path, tell: Told) -> None:
    """Every format as a file in `folder`; `tell` hears of each file and the seconds it took."""
    folder.mkdir(parents=True, exist_ok=True)
    told, file = report(session, workshop), dump(session, workshop)
    session.close()
    for made in FORMATS.values():
        began, name = monotonic(), file_name(workshop, made)
        content = made.draw(told if made.render else file)
        replace(folder / name, content)
        tell(name, monotonic() - began)
