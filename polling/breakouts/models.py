"""Breakout groups, the recommendations they draft, and what members think of them."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from polling.core.clock import now
from polling.core.db import Base
from polling.core.token_versions import first_epoch
from polling.people.models import Participant
from polling.workshop.models import Issue, Theme


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
    recommendations: Mapped[list["Recommendation"]] = relationship(
        order_by="Recommendation.position", back_populates="group"
    )


class Recommendation(Base):
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
    actors: Mapped[list[str]] = mapped_column(default=list)
    action: Mapped[str] = mapped_column(default="")
    by: Mapped[str] = mapped_column(default="")
    rationale: Mapped[str] = mapped_column(default="")
    original: Mapped[str] = mapped_column(default="")
    deleted_at: Mapped[datetime | None] = mapped_column(default=None)
    merged_into_id: Mapped[int | None] = mapped_column(
        ForeignKey("recommendation.id", ondelete="SET NULL"), default=None, index=True
    )
    split_from: Mapped[str] = mapped_column(default="")
    printed: Mapped[bool | None] = mapped_column(default=None)  # by hand; None: by the rule
    # Other words for print, which were not voted on: polling.workshop_file.schema.PrintedAs.
    printed_as: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    agreement_of_file: Mapped[dict[str, Any] | None] = mapped_column(default=None)

    group: Mapped[Group | None] = relationship(back_populates="recommendations")
    issue: Mapped[Issue] = relationship()
    merged_from: Mapped[list["Recommendation"]] = relationship(order_by="Recommendation.id")


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


class DraftVersion(Base):
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
    actors: Mapped[list[str]] = mapped_column(default=list)
    action: Mapped[str] = mapped_column(default="")
    by: Mapped[str] = mapped_column(default="")
    rationale: Mapped[str] = mapped_column(default="")
    original: Mapped[str] = mapped_column(default="")
    deleted: Mapped[bool] = mapped_column(default=False)
    restored: Mapped[datetime | None] = mapped_column(default=None)
    least: Mapped[int] = mapped_column(default=0)
    peak: Mapped[int] = mapped_column(default=0)


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
