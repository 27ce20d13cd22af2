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
    """[actors] should [action] [by], with a rationale. Deleting hides it, so that it can return.

    `original` is the sentence as imported, printed as it was until somebody edits a part. Where it
    comes from is kept: `merged_from` are the hidden ones that became this one, `split_from` is the
    sentence that it was a part of. `agreement_of_file` is how far its group agreed, by the file
    that it came with, and the digest of what it said then.
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
    printed: Mapped[bool | None] = mapped_column(default=None)  # by hand; None: by the rule
    # A PrintWording: edited after the vote.
    printed_as: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    agreement_of_file: Mapped[dict[str, Any] | None] = mapped_column(default=None)

    group: Mapped["Group | None"] = relationship(back_populates="recommendations")
    issue: Mapped[Issue] = relationship()
    merged_from: Mapped[list["Recommendation"]] = relationship(order_by="Recommendation.id")


class DraftVersion(WordingColumns, Base):
    """What a recommendation said when its `authors` had written for a while, or had paused.

    `authors` are labels as the group knows its members; they are erased once drafting has ended.
    `restored` is when the version that this one brought back was written. `least` and `peak` are
    lengths that tell when so much was taken out that it deserves a version of its own.
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
    """How far a member agrees with a recommendation of their group. Shown to nobody by name.

    `wording` is the digest of the sentence that they meant: another one has to be marked anew.
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
