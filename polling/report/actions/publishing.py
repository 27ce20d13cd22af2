"""Freezing the report, and publishing it to participants or everybody."""

import secrets

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.errors import Conflict
from polling.core.threads import run_in_thread
from polling.live import announce
from polling.ranking.queries import unshown_themes
from polling.recommendations.references import fix_references
from polling.report.actions.preparation import Prepared, confirm
from polling.report.models import ReportVersion
from polling.report.queries import freeze_refusal
from polling.report.versions import queries as versions
from polling.workshop.log import record
from polling.workshop.models import Workshop
from polling.workshop.queries import workshop_of

PUBLIC_KEY_BYTES = 16  # 128 bits, so that nobody can guess a URL


def freeze(session: Session, actor: Actor, made: Prepared | None) -> ReportVersion:
    """Freeze the report that was prepared, with the next number.

    Raises:
        Conflict: the report has changed since, or has a result that is not shown yet.
    """
    workshop = workshop_of(session, actor)
    _require_shown(session, workshop)
    prepared = confirm(session, workshop, made)
    version = prepared.version
    session.add(version)
    _keep_tables(workshop, prepared, version.number)
    record(session, actor, "report-frozen", number=version.number, digest=version.digest)
    announce.changed(session, workshop, "report")
    return version


def _keep_tables(workshop: Workshop, made: Prepared, number: int) -> None:
    """Store the tables of people's answers, with which later ones must agree, unless repeated."""
    if made.tables and "version" not in made.tables:
        tables = made.tables | {"version": number}
        workshop.disclosed = workshop.disclosed | {"tables": tables}


def _require_shown(session: Session, workshop: Workshop) -> None:
    """Refuse a version that everybody could read before the screen has shown its results."""
    if refusal := freeze_refusal(session, workshop):
        raise Conflict(refusal)


def needs_no_report(session: Session, workshop: Workshop) -> bool:
    """Return whether publishing needs no current report."""
    return workshop.published or has_version(session, workshop)


def has_version(session: Session, workshop: Workshop) -> bool:
    """Return whether a version of the report can be published."""
    return versions.newest(session, workshop.id) is not None


def publish(session: Session, actor: Actor, made: Prepared | None = None) -> None:
    """Publish the newest version to participants, or the current report if there is none.

    Args:
        made: the current report, prepared if there is no version.

    Raises:
        Conflict: the report has changed since.
    """
    workshop = workshop_of(session, actor)
    if workshop.published:
        return
    if has_version(session, workshop):
        unshown = unshown_themes(session, workshop)
        run_in_thread(fix_references, session, workshop, unshown)  # the session waits
    else:
        _keep_tables(workshop, confirm(session, workshop, made), 0)
    workshop.published = True
    record(session, actor, "report-published")
    announce.changed(session, workshop, "report")


def withdraw(session: Session, actor: Actor) -> None:
    """Unpublish the report, and remove the public page."""
    workshop = workshop_of(session, actor)
    if not workshop.published:
        return
    workshop.published, workshop.public_key = False, None
    record(session, actor, "report-withdrawn")
    announce.changed(session, workshop, "report")


def open_to_public(session: Session, actor: Actor, made: Prepared | None = None) -> None:
    """Create a public page with a new URL; an earlier URL stops working.

    The page only shows frozen versions, so the report is frozen if there is none.

    Args:
        made: the current report, prepared if there is no version.

    Raises:
        Conflict: there is no version yet, and the report has changed since, or has a result that is
            not shown yet.
    """
    workshop = workshop_of(session, actor)
    if not has_version(session, workshop):
        freeze(session, actor, made)
    publish(session, actor)
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
