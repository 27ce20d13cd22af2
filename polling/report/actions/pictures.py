"""Uploading and removing the pictures of the report."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.errors import BadInput, NotFound
from polling.core.i18n import _
from polling.live import announce
from polling.report.models import ReportPicture
from polling.report.pictures import PictureKind, trouble_of_all
from polling.report.stored_pictures import pictures
from polling.workshop.log import record
from polling.workshop.pictures import kind_of
from polling.workshop.queries import workshop_of


def add_picture(session: Session, actor: Actor, kind: PictureKind, alt: str, pixels: bytes) -> None:
    """Add a picture: on the cover, replacing the current one, or as the last logo."""
    workshop = workshop_of(session, actor)
    if kind == "cover":
        here = (ReportPicture.workshop_id == workshop.id, ReportPicture.kind == kind)
        session.execute(delete(ReportPicture).where(*here))
    session.add(
        ReportPicture(
            workshop_id=workshop.id,
            kind=kind,
            alt=alt,
            media_type=kind_of(pixels),
            content=pixels,
        )
    )
    session.flush()
    if trouble := trouble_of_all(pictures(session, workshop.id)):
        raise BadInput(trouble)
    record(session, actor, "report-picture-added", alt=alt)
    announce.changed(session, workshop, "report")


def remove_picture(session: Session, actor: Actor, picture_id: int) -> None:
    """Remove a picture from the report; frozen versions keep it."""
    workshop = workshop_of(session, actor)
    row = session.get(ReportPicture, picture_id)
    if row is None or row.workshop_id != workshop.id:
        raise NotFound(_("This item no longer exists."))
    session.delete(row)
    record(session, actor, "report-picture-removed", alt=row.alt)
    announce.changed(session, workshop, "report")
