"""Freezing the report, and letting participants read it."""

from dataclasses import replace

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.clock import now
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.live import announce
from polling.report.figures.facts import Report
from polling.report.proofreading import proofread
from polling.report.queries import report
from polling.report.versions import queries as versions
from polling.report.versions.models import ReportVersion
from polling.setup.actions.change import begin
from polling.workshop.log import record


def freeze(session: Session, actor: Actor) -> ReportVersion:
    """Keep the report as it is now under the next number, for good."""
    workshop = begin(session, actor)
    before = versions.newest(session, workshop.id)
    made = report(session, workshop, now().replace(microsecond=0))
    _require_no_errors(made)
    if before and not _differs(made, versions.load(before)):
        raise Conflict(_("Nothing has changed since version %(number)s.", number=before.number))
    data = versions.dump(made)
    version = ReportVersion(
        workshop_id=workshop.id,
        number=before.number + 1 if before else 1,
        frozen_at=made.made_at,
        digest=versions.digest(data),
        data=data,
    )
    session.add(version)
    record(session, actor, "report-frozen", number=version.number, digest=version.digest)
    announce.changed(session, workshop, "report")
    return version


def _require_no_errors(made: Report) -> None:
    errors = [finding for finding in proofread(made, ()) if finding.is_error]
    if errors:
        raise Conflict(
            _("The report has errors, so it was not frozen. Nothing is lost."),
            problems=[{"place": error.place, "message": error.text} for error in errors],
        )


def _differs(made: Report, frozen: Report) -> bool:
    same_moment = replace(made, made_at=frozen.made_at)
    return versions.dump(same_moment) != versions.dump(frozen)


def publish(session: Session, actor: Actor, *, published: bool) -> None:
    """Let every participant read the newest version, or before there is one the report as it is."""
    workshop = begin(session, actor)
    if workshop.published == published:
        return
    workshop.published = published
    record(session, actor, "report-published" if published else "report-withdrawn")
    announce.changed(session, workshop, "report")
