"""The pictures of a report: the cover, and the publishers' logos."""

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.core.base_models import StrictModel
from polling.core.i18n import _
from polling.core.text import Name
from polling.report import models
from polling.report.models import PictureKind
from polling.workshop.pictures import Picture, from_address, to_address, trouble_with

KINDS = ("image/png", "image/jpeg")  # supported by PDF, Word and browsers
MOST_BYTES: dict[PictureKind, int] = {"cover": 300_000, "logo": 60_000}  # each version has copies
MOST_LOGOS = 6


class ReportPicture(StrictModel):
    """A picture as a `data:` URL, with its alternative text."""

    kind: PictureKind
    alt: Name
    picture: Annotated[Picture, Field(min_length=1)]

    @model_validator(mode="after")
    def _within_limits(self) -> Self:
        _kind, content = from_address(self.picture)
        if trouble := trouble_of(self.kind, content or b""):
            raise PydanticCustomError("picture", "{trouble}", {"trouble": trouble})
        return self


def trouble_of(kind: PictureKind, content: bytes) -> str:
    """Return why the report cannot have this picture; "" if it can."""
    return trouble_with(content, most_bytes=MOST_BYTES[kind], kinds=KINDS)


def trouble_of_all(pictures: list[ReportPicture]) -> str:
    """Return why the report cannot have these pictures together; "" if it can."""
    kinds = [one.kind for one in pictures]
    if kinds.count("cover") > 1 or kinds.count("logo") > MOST_LOGOS:
        return _("A report can have one cover picture and at most %(most)s logos.", most=MOST_LOGOS)
    return ""


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
