"""Notes, and the links with which note-takers write them."""

from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from polling.core.db import Base
from polling.core.first_token_version import first_token_version
from polling.workshop.models import AgendaSession, Issue, Theme


class NoteLink(Base):
    """A note-taker's link, for one session of the agenda or for all (None).

    The organizers choose its `label`. Incrementing `token_version` revokes the link and its logins.
    """

    __tablename__ = "note_link"
    __table_args__ = (UniqueConstraint("workshop_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    label: Mapped[str] = mapped_column(default="")
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_session.id", ondelete="SET NULL"), default=None
    )
    token_version: Mapped[int] = mapped_column(default=first_token_version)

    session: Mapped[AgendaSession | None] = relationship()


class Note(Base):
    """A note from a session. It waits until an organizer sorts it.

    Sorting adds it to an issue or marks it `dismissed`, with an optional `reason`. If its issue is
    deleted, it waits again. `contribution` lists what it added to the issue. `merged_issue_id` is
    the merged issue to which it belonged before. The sender creates `key`, so that a note sent
    twice is stored once. `source` is the session, as named in issues. A note has no author and no
    time.
    """

    __tablename__ = "note"
    __table_args__ = (UniqueConstraint("workshop_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), index=True
    )
    link_id: Mapped[int | None] = mapped_column(
        ForeignKey("note_link.id", ondelete="SET NULL"), default=None, index=True
    )
    key: Mapped[str]
    revision: Mapped[int] = mapped_column(default=1)
    headline: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    theme_id: Mapped[int | None] = mapped_column(
        ForeignKey("theme.id", ondelete="SET NULL"), default=None, index=True
    )
    issue_id: Mapped[int | None] = mapped_column(
        ForeignKey("issue.id", ondelete="SET NULL"), default=None, index=True
    )
    merged_issue_id: Mapped[int | None] = mapped_column(
        ForeignKey("merged_issue.id", ondelete="SET NULL"), default=None, index=True
    )
    contribution: Mapped[dict[str, Any]] = mapped_column(default=dict)
    dismissed: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(default="")

    link: Mapped[NoteLink | None] = relationship()
    theme: Mapped[Theme | None] = relationship()
    issue: Mapped[Issue | None] = relationship()

    @property
    def waits(self) -> bool:
        """Whether the note is still unsorted."""
        return self.issue_id is None and not self.dismissed
