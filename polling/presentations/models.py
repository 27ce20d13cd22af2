"""What people say, on their phones, to the group that presents."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from polling.core.db import Base
from polling.recommendations.models import Recommendation


class Comment(Base):
    """One word to a group on one of its recommendations; only the group ever sees it.

    Its writer is known until the workshop closes, so that each says one thing of a kind, and can
    change it or take it back.
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
