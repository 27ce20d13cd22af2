"""Export to files: one format, or all of the same time.

The database session is closed before rendering, because SQLite cannot write while a reader is
active.
"""

import os
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy.orm import Session

from polling.core.errors import BadInput
from polling.core.i18n import _
from polling.report.formats import FORMATS, ExportFormat, bundle
from polling.report.formats.load_source import load_source
from polling.report.formats.render import draw, draw_in_template
from polling.report.queries import report
from polling.report.versions import queries as versions
from polling.report.versions import serialization
from polling.workshop.models import Workshop
from polling.workshop_file.dump import dump

Progress = Callable[[str, float], None]


def export(
    session: Session,
    workshop: Workshop,
    key: str,
    path: Path | None,
    tell: Progress,
    *,
    template: bytes | None = None,
    version: int | None = None,
) -> bytes | None:
    """Export a key of FORMATS, "zip" or "all" to `path`; without a path, return the content."""
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


def _content(
    session: Session, workshop: Workshop, made: ExportFormat[Any], version: int | None
) -> bytes:
    """Return one format, of the current report or of a frozen version."""
    if version is None:
        source = load_source(session, workshop, made)
    elif not made.is_report:
        raise BadInput(_("Frozen versions are in the workshop file."))
    else:
        frozen = versions.numbered(session, workshop.id, version)
        source = serialization.load(serialization.Frozen.of(frozen))
    session.close()
    return made.render(source)


def export_in_template(session: Session, workshop: Workshop, template: bytes, path: Path) -> None:
    """Write the report for Word in an organizer's template to `path`."""
    told = report(session, workshop)
    session.close()
    replace(path, draw_in_template(told, template))


def export_archive(session: Session, workshop: Workshop, path: Path, tell: Progress) -> None:
    """Write the archive of everything; `tell` is called with each step and its seconds."""
    made_at, steps = bundle.steps(session, workshop, draw)
    session.close()
    files: bundle.Files = {}
    for step in steps:
        began = monotonic()
        files |= step.make()
        tell(step.name, monotonic() - began)
    replace(path, bundle.archive(files, made_at))


def export_all(session: Session, workshop: Workshop, folder: Path, tell: Progress) -> None:
    """Write every format to a file in `folder`; `tell` is called with each file and its seconds."""
    folder.mkdir(parents=True, exist_ok=True)
    told, file = report(session, workshop), dump(session, workshop)
    session.close()
    for made in FORMATS.values():
        began, name = monotonic(), f"{workshop.code}-{made.download_name}.{made.extension}"
        content = made.render(told if made.is_report else file)
        replace(folder / name, content)
        tell(name, monotonic() - began)


def replace(path: Path, content: bytes) -> None:
    """Replace the file atomically: a reader finds the old or the new one."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
