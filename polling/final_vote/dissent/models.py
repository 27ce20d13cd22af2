"""Objections to the results of the final vote."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from polling.core.db import Base


class DissentNote(Base):
    """A note on a theme's result or, with `recommendation_id`, on this recommendation's place.

    `key` is an HMAC of the subject and the receipt of a counted ballot in `contest_id`, so there is
    one note per ballot and subject. It differs from the ballot's key, so no row discloses the
    author, or the author's vote. `approved` is None until an organizer has decided.
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
