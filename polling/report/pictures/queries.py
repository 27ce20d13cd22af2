"""Queries for the pictures of a workshop's report."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.report.models import ReportPicture
from polling.report.pictures import schema
from polling.workshop.pictures import to_address


def stored(session: Session, workshop_id: int) -> Sequence[ReportPicture]:
    """Return the rows, cover first."""
    chosen = select(ReportPicture).where(ReportPicture.workshop_id == workshop_id)
    return session.scalars(chosen.order_by(ReportPicture.kind, ReportPicture.id)).all()


def pictures(session: Session, workshop_id: int) -> list[schema.ReportPicture]:
    """Return the same as data; they were validated on upload."""
    return [
        schema.ReportPicture.model_construct(
            kind=row.kind, alt=row.alt, picture=to_address(row.media_type, row.content)
        )
        for row in stored(session, workshop_id)
    ]
