"""Frozen reports, and pictures uploaded for the report."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from polling.core.db import Base
from polling.report.pictures import PictureKind


class ReportVersion(Base):
    """A frozen report: `data` is its packed content, and `digest` the SHA-256 of the content.

    Never changed. An `imported` one came with the workshop's file.
    """

    __tablename__ = "report_version"
    __table_args__ = (UniqueConstraint("workshop_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    number: Mapped[int]
    frozen_at: Mapped[datetime]
    digest: Mapped[str]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    imported: Mapped[bool] = mapped_column(default=False)


class ReportPicture(Base):
    """A PNG or JPEG picture without metadata; `alt` is its alternative text.

    `kind` is "cover" or "logo". Logos are printed in the order of their ids.
    """

    __tablename__ = "report_picture"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[PictureKind] = mapped_column(String)
    alt: Mapped[str]
    media_type: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
