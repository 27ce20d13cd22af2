"""Frozen reports."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from polling.core.db import Base


class ReportVersion(Base):
    """A frozen report: `data` is its content, and `digest` the SHA-256 of it. Never changed."""

    __tablename__ = "report_version"
    __table_args__ = (UniqueConstraint("workshop_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    number: Mapped[int]
    frozen_at: Mapped[datetime]
    digest: Mapped[str]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
