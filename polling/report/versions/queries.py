"""Versions of the report: frozen with all their figures, drawn again in any format at any time."""

import hashlib
import json
from dataclasses import replace

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.core.errors import Conflict, NotFound
from polling.core.i18n import _
from polling.report.figures.facts import Edition, Report
from polling.report.versions.models import ReportVersion

_REPORT = TypeAdapter(Report)


def dump(report: Report) -> bytes:
    """All of a report as JSON that is the same whenever the report is."""
    return json.dumps(
        _REPORT.dump_python(replace(report, edition=None), mode="json"),
        ensure_ascii=False,
        sort_keys=True,
        indent=1,
    ).encode()


def digest(data: bytes) -> str:
    """What `sha256sum` says of the file with these data."""
    return hashlib.sha256(data).hexdigest()


def load(version: ReportVersion) -> Report:
    """The report as it was frozen, with the number that it got."""
    edition = Edition(version.number, version.digest)
    try:
        return replace(_REPORT.validate_json(version.data), edition=edition)
    except ValidationError:  # it came in a file, from another edition of this program or by hand
        raise Conflict(
            _(
                "Version %(number)s cannot be drawn here: its data are of another form. They can "
                "still be downloaded, and have the hash that was published.",
                number=version.number,
            )
        ) from None


def versions(session: Session, workshop_id: int) -> list[ReportVersion]:
    """All versions, the newest first."""
    chosen = select(ReportVersion).where(ReportVersion.workshop_id == workshop_id)
    return list(session.scalars(chosen.order_by(ReportVersion.number.desc())))


def newest(session: Session, workshop_id: int) -> ReportVersion | None:
    """The version that participants read, if any was frozen."""
    return next(iter(versions(session, workshop_id)), None)


def numbered(session: Session, workshop_id: int, number: int) -> ReportVersion:
    """One version; NotFound if there is none of this number."""
    for version in versions(session, workshop_id):
        if version.number == number:
            return version
    raise NotFound(_("There is no version of this number."))
