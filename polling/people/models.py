"""Models of people: organizers with accounts, participants of one workshop, and badges."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from polling.core.clock import now
from polling.core.db import Base
from polling.core.first_token_version import first_token_version

# The default question whose answer says who takes part online.
PRESENCE, VIRTUAL = "presence", "Virtual"
LONGEST_LOGIN = timedelta(days=14)  # also the lifetime of every session cookie


class Organizer(Base):
    """A person who runs workshops. Incrementing `token_version` revokes their password links."""

    __tablename__ = "organizer"
    in_workshops = False

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str | None] = mapped_column(default=None)
    token_version: Mapped[int] = mapped_column(default=first_token_version)
    created_at: Mapped[datetime] = mapped_column(default=now)


class Login(Base):
    """A browser in which an organizer is logged in, until the row is deleted or LONGEST_LOGIN.

    The cookie names the id and the `token_version`, because a database may reuse the id.
    """

    __tablename__ = "login"
    in_workshops = False

    id: Mapped[int] = mapped_column(primary_key=True)
    organizer_id: Mapped[int] = mapped_column(
        ForeignKey("organizer.id", ondelete="CASCADE"), index=True
    )
    token_version: Mapped[int] = mapped_column(default=first_token_version)
    created_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def has_expired(self) -> bool:
        """Whether it has lasted for LONGEST_LOGIN, even if its cookie was renewed since."""
        return self.created_at <= now() - LONGEST_LOGIN

    def is_valid(self, token_version: int) -> bool:
        """Return whether it admits a browser whose cookie names this version."""
        return self.token_version == token_version and not self.has_expired


class WorkshopOrganizer(Base):
    """Which organizer runs which workshop."""

    __tablename__ = "workshop_organizer"

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True
    )
    organizer_id: Mapped[int] = mapped_column(
        ForeignKey("organizer.id", ondelete="CASCADE"), primary_key=True
    )


class Invitation(Base):
    """An offer to an e-mail address to run one workshop, deleted when it is accepted or withdrawn.

    Only the hash of its link's token is stored. It is deleted when its inviter stops being an
    organizer, by the foreign key to `workshop_organizer`. The demo's invitation is created by the
    server and has no inviter.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("workshop_id", "email"),
        ForeignKeyConstraint(
            ("inviter_id", "workshop_id"),
            ("workshop_organizer.organizer_id", "workshop_organizer.workshop_id"),
            ondelete="CASCADE",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    inviter_id: Mapped[int | None] = mapped_column(default=None, index=True)
    email: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]


class Participant(Base):
    """A voter, without a name or a time: a number, their answers, and their group.

    `attributes` are their answers at joining, by attribute key; missing ones were not asked or not
    answered. `preferences` are theme ids, best first. The member who `presents` turns the pages
    during their group's turn.
    """

    __tablename__ = "participant"
    __table_args__ = (UniqueConstraint("workshop_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    attributes: Mapped[dict[str, str]] = mapped_column(default=dict)
    preferences: Mapped[list[int]] = mapped_column(default=list)
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("breakout_group.id", ondelete="SET NULL"), default=None, index=True
    )
    presents: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(default="")
    removed: Mapped[bool] = mapped_column(default=False)
    token_version: Mapped[int] = mapped_column(default=first_token_version)

    @property
    def is_virtual(self) -> bool:
        """Whether they have said that they take part online."""
        return self.attributes.get(PRESENCE) == VIRTUAL


class Registration(Base):
    """The counts of the registration list, without names or rows of single people.

    `answers` has the number of people for each answer, by attribute key; "" counts missing answers.
    """

    __tablename__ = "registration"

    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True
    )
    people: Mapped[int]
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Badge(Base):
    """A personal way to join. Reissuing it increments `token_version` and revokes the old one."""

    __tablename__ = "badge"
    __table_args__ = (UniqueConstraint("workshop_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    token_version: Mapped[int] = mapped_column(default=first_token_version)
    participant_id: Mapped[int | None] = mapped_column(
        ForeignKey("participant.id", ondelete="SET NULL"), default=None
    )
