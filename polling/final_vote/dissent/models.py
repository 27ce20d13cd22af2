"""What people object to in the results of the final vote."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from polling.core.db import Base


class DissentNote(Base):
    """A note on a theme's result or, with `recommendation_id`, on where that one stands.

    `key` is an HMAC over what it is about and the receipt of a counted ballot in `contest_id`: one
    note a ballot and thing. It is not the ballot's own key, so no row says whose it is, nor how its
    writer has voted. `approved` is None until an organizer has decided.
    """

    __tablename__ = "dissent_note"
    __table_args__ = {"sqlite_with_rowid": False}  # a row id would keep the order

    contest_id: Mapped[str] = mapped_column(
        ForeignKey("contest.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"))
    recommendation_id: Mapped[int | None] = mapped_column(
        ForeignKey("recommendation.id", ondelete="CASCADE"), default=None
    )
    revision: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    approved: Mapped[bool | None] = mapped_column(default=None)
