"""Freezing the report, and publishing it to participants or everybody."""

import logging
import secrets
from dataclasses import replace

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.clock import now
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.live import announce
from polling.recommendations.references import fix_references
from polling.report.data.report_data import Report
from polling.report.models import ReportVersion
from polling.report.proofreading import errors
from polling.report.queries import report
from polling.report.versions import queries as versions
from polling.report.versions import serialization
from polling.workshop.log import record
from polling.workshop.models import Workshop
from polling.workshop.queries import workshop_of

log = logging.getLogger(__name__)
PUBLIC_KEY_BYTES = 16  # 128 bits, so that nobody can guess a URL


def freeze(session: Session, actor: Actor) -> ReportVersion:
    """Freeze the current report with the next number."""
    workshop = workshop_of(session, actor)
    fix_references(session, workshop)
    before = versions.newest(session, workshop.id)
    made = _without_errors(session, workshop)
    if before and not _differs(made, before):
        raise Conflict(_("No changes since version %(number)s.", number=before.number))
    data = serialization.dump(made)
    version = ReportVersion(
        workshop_id=workshop.id,
        number=versions.next_number(session, workshop.id),
        frozen_at=made.made_at,
        digest=serialization.digest(data),
        data=data,
    )
    session.add(version)
    record(session, actor, "report-frozen", number=version.number, digest=version.digest)
    announce.changed(session, workshop, "report")
    return version


def _without_errors(session: Session, workshop: Workshop) -> Report:
    made = report(session, workshop, now().replace(microsecond=0))
    try:
        found = errors(made)
    except Exception:
        log.exception("the report is frozen or published without proofreading, which failed")
        return made
    if found:
        raise Conflict(
            _("The report has errors. Correct them, then try again."),
            problems=[{"place": error.place, "message": error.text} for error in found],
        )
    return made


def _differs(made: Report, frozen: ReportVersion) -> bool:
    same_moment = replace(made, made_at=frozen.frozen_at)
    return serialization.dump(same_moment) != frozen.data


def publish(session: Session, actor: Actor, *, published: bool) -> None:
    """Publish the newest version to participants, or the current report if there is none.

    Raises:
        Conflict: the current report has errors.
    """
    workshop = workshop_of(session, actor)
    if workshop.published == published:
        return
    if published:
        fix_references(session, workshop)
        if versions.newest(session, workshop.id) is None:
            _without_errors(session, workshop)
    workshop.published = published
    if not published:
        workshop.public_key = None
    record(session, actor, "report-published" if published else "report-withdrawn")
    announce.changed(session, workshop, "report")


def open_to_public(session: Session, actor: Actor) -> None:
    """Create a public page with a new URL; an earlier URL stops working.

    The page only shows frozen versions, so the report is frozen if there is none.

    Raises:
        Conflict: the report has errors, so that it cannot be frozen.
    """
    workshop = workshop_of(session, actor)
    if versions.newest(session, workshop.id) is None:
        freeze(session, actor)
    publish(session, actor, published=True)
    workshop.public_key = secrets.token_urlsafe(PUBLIC_KEY_BYTES)
    record(session, actor, "report-opened")
    announce.changed(session, workshop, "report")


def close_to_public(session: Session, actor: Actor) -> None:
    """Remove the public page at once; participants can still read the report."""
    workshop = workshop_of(session, actor)
    if workshop.public_key is None:
        return
    workshop.public_key = None
    record(session, actor, "report-closed")
    announce.changed(session, workshop, "report")
