"""Models: the event, its settings, and its log."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from polling.core.access import Role
from polling.core.clock import now
from polling.core.db import ELSEWHERE, Base
from polling.core.first_token_version import first_token_version


class Workshop(Base):
    """One event. `version` is incremented with each visible change.

    `phones_version` is the newest version that changed what a participant's page can show.
    `document_key` is the name of the report's shared document. Unlike an `id`, which a database may
    reuse, it is unique forever. `screen_state` is the state of the screen: the revealed theme, the
    presenting group, and so on. A `practice` run has no real results; `practice_of` is the workshop
    from which it was copied.
    """

    __tablename__ = "workshop"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    subtitle: Mapped[str] = mapped_column(default="")
    event: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    dates: Mapped[str] = mapped_column(default="")
    time_zone: Mapped[str] = mapped_column(default="")  # see polling.core.time_zones
    languages: Mapped[list[str]] = mapped_column(default=lambda: ["en"])
    accent: Mapped[str] = mapped_column(default="#0b6e69")
    logo: Mapped[bytes | None] = mapped_column(LargeBinary, default=None, deferred=True)
    logo_type: Mapped[str] = mapped_column(default="")
    stage: Mapped[str] = mapped_column(default="setup")
    version: Mapped[int] = mapped_column(default=1)
    phones_version: Mapped[int] = mapped_column(default=1)
    template: Mapped[bool] = mapped_column(default=False)
    demo: Mapped[bool] = mapped_column(default=False)
    practice: Mapped[bool] = mapped_column(default=False)
    practice_of: Mapped[int | None] = mapped_column(
        ForeignKey("workshop.id", ondelete="SET NULL"), default=None, index=True
    )
    screen_token_version: Mapped[int] = mapped_column(default=first_token_version)
    created_at: Mapped[datetime] = mapped_column(default=now)
    # Shown on the lobby's screen, and contained in no file.
    wifi_name: Mapped[str] = mapped_column(default="")
    wifi_password: Mapped[str] = mapped_column(default="")
    # Validated by the schema of the workshop file: Settings, Attribute, Question, ReportProse, …
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    attributes: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    actors: Mapped[list[str]] = mapped_column(default=list)
    survey: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    prose: Mapped[dict[str, Any]] = mapped_column(default=dict)
    report_choices: Mapped[dict[str, Any]] = mapped_column(default=dict)
    imported_results: Mapped[dict[str, Any]] = mapped_column(default=dict)
    screen_state: Mapped[dict[str, Any]] = mapped_column(default=dict)
    survey_open: Mapped[bool] = mapped_column(default=False)
    published: Mapped[bool] = mapped_column(default=False)  # participants may read the report
    # In the URL of the report's public page; None if there is none.
    public_key: Mapped[str | None] = mapped_column(default=None, unique=True, index=True)
    document_key: Mapped[str] = mapped_column(default=lambda: secrets.token_hex(8))
    # See polling.recommendations.references.
    last_references: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # What later figures about people must agree with. "pools": {question: its pools in votes};
    # "tables": the tables of answers last published, the version, and "earlier" ones, see
    # `people_tables`.
    disclosed: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # The highest number of a note-taker's link, also of a removed one: phones keep notes by it.
    last_note_link: Mapped[int] = mapped_column(default=0)

    themes: Mapped[list["Theme"]] = relationship(
        back_populates="workshop", order_by="Theme.position", cascade="all, delete-orphan"
    )
    sessions: Mapped[list["AgendaSession"]] = relationship(
        order_by="AgendaSession.position", cascade="all, delete-orphan"
    )

    @property
    def owner_id(self) -> int:
        """The workshop's own id; a new one has none yet."""
        return self.id or ELSEWHERE

    def version_for(self, role: Role) -> int:
        """The version of the pages that this role sees."""
        return self.phones_version if role is Role.PARTICIPANT else self.version


class AgendaSession(Base):
    """A session of the event's agenda; issues come from sessions."""

    __tablename__ = "agenda_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    code: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    day: Mapped[str] = mapped_column(default="")
    starts: Mapped[str] = mapped_column(default="")
    ends: Mapped[str] = mapped_column(default="")
    room: Mapped[str] = mapped_column(default="")
    speakers: Mapped[list[str]] = mapped_column(default=list)
    moderator: Mapped[str] = mapped_column(default="")


class Theme(Base):
    """A topic of the workshop; its issues are ranked in one contest."""

    __tablename__ = "theme"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    title: Mapped[str]
    reference: Mapped[str] = mapped_column(default="")
    short: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    exploration: Mapped[str] = mapped_column(default="")
    # Its own rules for the ranking; None uses the workshop's settings.
    cut_places: Mapped[int | None] = mapped_column(default=None)
    rank_places: Mapped[int | None] = mapped_column(default=None)
    rule: Mapped[str | None] = mapped_column(default=None)
    tie_policy: Mapped[str | None] = mapped_column(default=None)
    quorum: Mapped[int | None] = mapped_column(default=None)

    workshop: Mapped[Workshop] = relationship(back_populates="themes")
    issues: Mapped[list["Issue"]] = relationship(
        back_populates="theme", order_by="Issue.position", cascade="all, delete-orphan"
    )

    @property
    def label(self) -> str:
        """The theme's short name."""
        return self.short or self.title


class Issue(Base):
    """A candidate for ranking. `priority` is its rank among the priority issues, once decided."""

    __tablename__ = "issue"

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    headline: Mapped[str]
    reference: Mapped[str] = mapped_column(default="")
    short: Mapped[str] = mapped_column(default="")
    rationale: Mapped[str] = mapped_column(default="")
    sources: Mapped[list[str]] = mapped_column(default=list)
    priority: Mapped[int | None] = mapped_column(default=None)

    theme: Mapped[Theme] = relationship(back_populates="issues")
    merged: Mapped[list["MergedIssue"]] = relationship(
        back_populates="issue", order_by="MergedIssue.id", cascade="all, delete-orphan"
    )

    @property
    def label(self) -> str:
        """The issue's short name."""
        return self.short or self.headline


class MergedIssue(Base):
    """An issue merged into another, with its own text, so that the merge can be undone.

    `theme_id` and `position` are its former place. `contribution` is what the other issue gained
    (see `polling.setup.actions.issue_merging`). `parent_id` is the merged issue to which it
    belonged before that was merged into `issue_id`.
    """

    __tablename__ = "merged_issue"

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id", ondelete="CASCADE"), index=True)
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("merged_issue.id", ondelete="CASCADE"), default=None, index=True
    )
    theme_id: Mapped[int | None] = mapped_column(
        ForeignKey("theme.id", ondelete="SET NULL"), default=None, index=True
    )
    position: Mapped[int] = mapped_column(default=1)
    headline: Mapped[str]
    short: Mapped[str] = mapped_column(default="")
    rationale: Mapped[str] = mapped_column(default="")
    sources: Mapped[list[str]] = mapped_column(default=list)
    contribution: Mapped[dict[str, Any]] = mapped_column(default=dict)

    issue: Mapped[Issue] = relationship(back_populates="merged")
    theme: Mapped[Theme | None] = relationship()


class DismissedDuplicate(Base):
    """A pair of issues, older first, that an organizer has marked as different."""

    __tablename__ = "dismissed_duplicate"

    first_id: Mapped[int] = mapped_column(
        ForeignKey("issue.id", ondelete="CASCADE"), primary_key=True
    )
    second_id: Mapped[int] = mapped_column(
        ForeignKey("issue.id", ondelete="CASCADE"), primary_key=True
    )


class Timer(Base):
    """A server-side timer: running until `ends_at`, or paused with `remaining_ms` left.

    `scope` is "stage", "contest:<id>", "group:<id>", "ideas:<group id>" or
    "issue:<group id>:<issue id>".
    """

    __tablename__ = "timer"
    __table_args__ = (UniqueConstraint("workshop_id", "scope"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    scope: Mapped[str]
    ends_at: Mapped[datetime | None] = mapped_column(default=None)
    remaining_ms: Mapped[int | None] = mapped_column(default=None)


class Message(Base):
    """A message of the organizers to everybody, or to one group."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), index=True
    )
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("breakout_group.id", ondelete="CASCADE"), default=None
    )
    text: Mapped[str]
    sent_at: Mapped[datetime] = mapped_column(default=now)


class LogEntry(Base):
    """One action of an organizer or facilitator, kept for accountability. Ballots are never logged.

    `previous_digest` is the hash of the previous entry. So changed entries are detected, and
    removed ones, except the newest.
    """

    __tablename__ = "log_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime] = mapped_column(default=now)
    actor: Mapped[str]
    action: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    previous_digest: Mapped[str] = mapped_column(default="")
    digest: Mapped[str] = mapped_column(default="")
