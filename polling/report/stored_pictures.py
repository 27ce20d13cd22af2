"""The uploaded pictures of a report in the database."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.report import models
from polling.report.pictures import ReportPicture
from polling.workshop.pictures import to_address


def stored(session: Session, workshop_id: int) -> Sequence[models.ReportPicture]:
    """Return the rows, cover first."""
    chosen = select(models.ReportPicture).where(models.ReportPicture.workshop_id == workshop_id)
    return session.scalars(
        chosen.order_by(models.ReportPicture.kind, models.ReportPicture.id)
    ).all()


def pictures(session: Session, workshop_id: int) -> list[ReportPicture]:
    """Return the same as data; they were validated on upload."""
    return [
        ReportPicture.model_construct(
            kind=row.kind, alt=row.alt, picture=to_address(row.media_type, row.content)
        )
        for row in stored(session, workshop_id)
    ]
