"""Breakout groups, their members' ideas, and who sits with whom."""

import secrets
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from polling.core.db import Base
from polling.core.token_versions import first_epoch
from polling.people.models import Participant
from polling.recommendations.models import Recommendation
from polling.workshop.models import Theme


class Group(Base):
    """A breakout group: a theme, a place, a facilitator. `link_epoch` renews their link.

    `issue_id` is the issue that they work on now; `active_at` is when they last wrote, or were
    sent to work; `reading` is the recommendation that is being read back to them (it may be deleted
    meanwhile). `document` names their shared document, on the server and on every phone; unlike
    `id`, which a database may give again, it is never another group's. `meeting_link` is only for
    its members, and in no file.
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
    link_epoch: Mapped[int] = mapped_column(default=first_epoch)
    issue_id: Mapped[int | None] = mapped_column(
        ForeignKey("issue.id", ondelete="SET NULL"), default=None
    )
    ready: Mapped[bool] = mapped_column(default=False)
    help_since: Mapped[datetime | None] = mapped_column(default=None)
    active_at: Mapped[datetime | None] = mapped_column(default=None)
    reading: Mapped[int | None] = mapped_column(default=None)
    ideas: Mapped[str] = mapped_column(default="")  # "silent", "shown", or "" for neither
    document: Mapped[str] = mapped_column(default=lambda: secrets.token_hex(8))

    theme: Mapped[Theme] = relationship()
    recommendations: Mapped[list[Recommendation]] = relationship(
        order_by="Recommendation.position", back_populates="group"
    )


class Idea(Base):
    """What a member thought of alone; nobody sees it before it is shown.

    `shown` is its place among those that are, `beside_id` the idea that it was put together with,
    whose `title` says what they have in common. Its writer is forgotten when the workshop closes.
    """

    __tablename__ = "idea"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(
        ForeignKey("breakout_group.id", ondelete="CASCADE"), index=True
    )
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id", ondelete="CASCADE"))
    participant_id: Mapped[int | None] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE")
    )
    text: Mapped[str]
    shown: Mapped[int | None] = mapped_column(default=None)
    beside_id: Mapped[int | None] = mapped_column(
        ForeignKey("idea.id", ondelete="SET NULL"), default=None
    )
    title: Mapped[str] = mapped_column(default="")


class SeatingRule(Base):
    """What is asked of a seat: `kind` "apart" or "together" for two people, "pin" for a group."""

    __tablename__ = "seating_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str]
    one_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    other_id: Mapped[int | None] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), default=None
    )
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("breakout_group.id", ondelete="CASCADE"), default=None
    )

    one: Mapped[Participant] = relationship(foreign_keys=one_id)
    other: Mapped[Participant | None] = relationship(foreign_keys=other_id)
    group: Mapped[Group | None] = relationship()
