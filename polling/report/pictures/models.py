"""Pictures uploaded for the report."""

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from polling.core.db import Base
from polling.report.pictures.schema import PictureKind


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
