"""Comments for the presenting group."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from polling.core.db import Base
from polling.recommendations.models import Recommendation


class Comment(Base):
    """A comment on a recommendation. Only the groups that wrote it can read it.

    The author is stored until the workshop closes, so that each person has one comment of a kind
    and can change or withdraw it.
    """

    __tablename__ = "comment"
    __table_args__ = (UniqueConstraint("recommendation_id", "participant_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(
        ForeignKey("recommendation.id", ondelete="CASCADE"), index=True
    )
    participant_id: Mapped[int | None] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str]  # one of forms.Kind
    text: Mapped[str] = mapped_column(default="")

    recommendation: Mapped[Recommendation] = relationship()
