"""Breakout groups, their members' ideas, and the seating rules."""

import secrets
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from polling.core.db import Base
from polling.core.first_token_version import first_token_version
from polling.people.models import Participant
from polling.recommendations.models import Recommendation
from polling.workshop.models import Theme


class Group(Base):
    """A breakout group, with a theme, a place and a facilitator.

    - `link_token_version`: incrementing it revokes the facilitator's link.
    - `issue_id`: the group's current issue.
    - `active_at`: when the group last wrote, or started its work.
    - `reading_back_id`: the recommendation that is being read back, possibly a deleted one.
    - `document_key`: the name of the shared document, on the server and on every phone. Unlike an
      `id`, which a database may reuse, it is unique forever.
    - `meeting_link`: only members see it, and no file contains it.
    """

    __tablename__ = "breakout_group"  # GROUP is a reserved word
    __table_args__ = (UniqueConstraint("workshop_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"))
    place: Mapped[str] = mapped_column(default="")
    facilitator: Mapped[str] = mapped_column(default="")
    meeting_link: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    link_token_version: Mapped[int] = mapped_column(default=first_token_version)
    issue_id: Mapped[int | None] = mapped_column(
        ForeignKey("issue.id", ondelete="SET NULL"), default=None
    )
    ready: Mapped[bool] = mapped_column(default=False)
    help_since: Mapped[datetime | None] = mapped_column(default=None)
    active_at: Mapped[datetime | None] = mapped_column(default=None)
    reading_back_id: Mapped[int | None] = mapped_column(default=None)
    idea_phase: Mapped[str] = mapped_column(default="")  # "silent", "shown", or "" for neither
    document_key: Mapped[str] = mapped_column(default=lambda: secrets.token_hex(8))

    theme: Mapped[Theme] = relationship()
    recommendations: Mapped[list[Recommendation]] = relationship(
        order_by="Recommendation.position", back_populates="group"
    )


def _random_id() -> int:
    return 1 + secrets.randbelow(2**31 - 1)


class Idea(Base):
    """A member's idea. Only its author sees it until the group shows its ideas.

    Pages contain its `id`, which is random so that it does not disclose the order of writing.
    `shown_position` is its place among the shown ideas. `grouped_under_id` is the idea under which
    it is grouped; that idea's `title` names what the group of ideas has in common.
    `recommendation_id` is the draft that began with it. The writer is erased when the workshop
    closes.
    """

    __tablename__ = "idea"

    id: Mapped[int] = mapped_column(primary_key=True, default=_random_id)
    group_id: Mapped[int] = mapped_column(
        ForeignKey("breakout_group.id", ondelete="CASCADE"), index=True
    )
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id", ondelete="CASCADE"))
    participant_id: Mapped[int | None] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE")
    )
    text: Mapped[str]
    shown_position: Mapped[int | None] = mapped_column(default=None)
    grouped_under_id: Mapped[int | None] = mapped_column(
        ForeignKey("idea.id", ondelete="SET NULL"), default=None
    )
    title: Mapped[str] = mapped_column(default="")
    recommendation_id: Mapped[int | None] = mapped_column(
        ForeignKey("recommendation.id", ondelete="SET NULL"), default=None
    )


class SeatingRule(Base):
    """A seating rule: `kind` is "apart" or "together" for two people, "pin" for a fixed group."""

    __tablename__ = "seating_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str]
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    other_participant_id: Mapped[int | None] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), default=None
    )
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("breakout_group.id", ondelete="CASCADE"), default=None
    )

    participant: Mapped[Participant] = relationship(foreign_keys=participant_id)
    other_participant: Mapped[Participant | None] = relationship(foreign_keys=other_participant_id)
    group: Mapped[Group | None] = relationship()
