"""Queries for the frozen versions of a workshop's report."""

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from polling.contests.kinds import VOTES
from polling.contests.queries import have_begun
from polling.core.errors import NotFound
from polling.core.i18n import _
from polling.core.query_cache import loaded_once
from polling.report.models import ReportVersion


@loaded_once
def versions(session: Session, workshop_id: int) -> list[ReportVersion]:
    """Return all versions, newest first."""
    chosen = select(ReportVersion).where(ReportVersion.workshop_id == workshop_id)
    return list(session.scalars(chosen.order_by(ReportVersion.number.desc())))


def newest(session: Session, workshop_id: int) -> ReportVersion | None:
    """Return the version that participants read, if there is one.

    Once a vote has opened here, this is no version from the workshop's file: it is about other
    people's votes.
    """
    own = have_begun(session, workshop_id, *VOTES)
    every = versions(session, workshop_id)
    return next((one for one in every if not (own and one.imported)), None)


def next_number(session: Session, workshop_id: int) -> int:
    """Return the number of the next version."""
    return max((one.number for one in versions(session, workshop_id)), default=0) + 1


def packed(session: Session, workshop_id: int) -> list[bytes]:
    """Return the packed data of all versions."""
    chosen = select(ReportVersion.data).where(ReportVersion.workshop_id == workshop_id)
    return list(session.scalars(chosen))


def with_predecessor(session: Session, workshop_id: int, number: int) -> list[ReportVersion]:
    """Return the two newest versions up to this number, with their data."""
    chosen = select(ReportVersion).where(
        ReportVersion.workshop_id == workshop_id, ReportVersion.number <= number
    )
    newest_first = chosen.order_by(ReportVersion.number.desc()).limit(2)
    return list(session.scalars(newest_first.options(undefer(ReportVersion.data))))


def numbered(session: Session, workshop_id: int, number: int) -> ReportVersion:
    """Return one version. Raises NotFound if there is none with this number."""
    for version in versions(session, workshop_id):
        if version.number == number:
            return version
    raise NotFound(_("This page does not exist."))
