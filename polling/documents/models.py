"""Stored updates of shared documents."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from polling.core.clock import now
from polling.core.db import Base


class DocumentUpdate(Base):
    """A stored update of a document. Compaction replaces many by one.

    The document belongs to a group, or to the report of a workshop.
    """

    __tablename__ = "document_update"
    __table_args__ = (CheckConstraint("(group_id IS NULL) <> (workshop_id IS NULL)", "one_owner"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("breakout_group.id", ondelete="CASCADE"), index=True, default=None
    )
    workshop_id: Mapped[int | None] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), index=True, default=None
    )
    data: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(default=now)
