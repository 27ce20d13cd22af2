"""Recommendations, their earlier versions, and how far members agree with them."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from polling.core.clock import now
from polling.core.db import Base
from polling.recommendations.wording import WordingColumns
from polling.workshop.models import Issue

if TYPE_CHECKING:
    from polling.breakouts.models import Group


class Recommendation(WordingColumns, Base):
    """A wording under an issue, drafted by a group or imported. Deleting hides it.

    `merged_from` are the hidden recommendations that became this one; `split_from` is the sentence
    that it was a part of. `printed` is the organizers' decision whether the report prints it.
    `agreement_of_file` is the group's agreement as a workshop file gave it, with the digest of the
    sentence that it was for.
    """

    __tablename__ = "recommendation"

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("breakout_group.id", ondelete="SET NULL"), default=None, index=True
    )
    position: Mapped[int]
    deleted_at: Mapped[datetime | None] = mapped_column(default=None)
    merged_into_id: Mapped[int | None] = mapped_column(
        ForeignKey("recommendation.id", ondelete="SET NULL"), default=None, index=True
    )
    split_from: Mapped[str] = mapped_column(default="")
    printed: Mapped[bool | None] = mapped_column(default=None)  # None: by the report's rule
    # A PrintWording: edited after the vote.
    printed_as: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    agreement_of_file: Mapped[dict[str, Any] | None] = mapped_column(default=None)

    group: Mapped["Group | None"] = relationship(back_populates="recommendations")
    issue: Mapped[Issue] = relationship()
    merged_from: Mapped[list["Recommendation"]] = relationship(order_by="Recommendation.id")


class DraftVersion(WordingColumns, Base):
    """What a recommendation said at the end of a burst of writing (`history/version_bursts.py`).

    `authors` are labels such as "#3"; they are erased when drafting ends. `restored` is the time of
    the version that this one restores. `least` and `peak` are lengths of the burst in characters.
    """

    __tablename__ = "draft_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(
        ForeignKey("recommendation.id", ondelete="CASCADE"), index=True
    )
    authors: Mapped[list[str]] = mapped_column(default=list)
    began: Mapped[datetime] = mapped_column(default=now)
    at: Mapped[datetime] = mapped_column(default=now)
    deleted: Mapped[bool] = mapped_column(default=False)
    restored: Mapped[datetime | None] = mapped_column(default=None)
    least: Mapped[int] = mapped_column(default=0)
    peak: Mapped[int] = mapped_column(default=0)


class AgreementMark(Base):
    """How far a member agrees with a recommendation of their group. Names are never shown.

    `wording` is the digest of the marked sentence: the mark ends when the sentence changes.
    """

    __tablename__ = "mark"

    recommendation_id: Mapped[int] = mapped_column(
        ForeignKey("recommendation.id", ondelete="CASCADE"), primary_key=True
    )
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True
    )
    stance: Mapped[str]  # "agree", "reservations" or "cannot"
    reason: Mapped[str] = mapped_column(default="")
    wording: Mapped[str]
