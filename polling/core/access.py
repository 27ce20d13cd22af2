"""Access control: every route and socket event declares its roles, or the app does not start."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask


class Role(StrEnum):
    """The roles. ANYONE is everybody on the network; the others belong to one workshop."""

    ANYONE = "anyone"
    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"
    ORGANIZER = "organizer"
    SCREEN = "screen"
    NOTE_TAKER = "note-taker"


@dataclass(frozen=True)
class Actor:
    """An identified person, in one role in one workshop.

    Only `polling.people.identity` creates actors, from the login. `token_version` is the version of
    the link, badge or login used.
    """

    role: Role
    workshop_id: int
    participant_id: int | None = None
    group_id: int | None = None
    organizer_id: int | None = None
    login_id: int | None = None
    note_link_id: int | None = None
    label: str = ""
    token_version: int = 0

    @property
    def key(self) -> str:
        """The key for rate limits, such as "participant:17"; a workshop's screens share one."""
        place = self.participant_id or self.organizer_id or self.group_id or self.note_link_id
        return f"{self.role}:{place or f'workshop-{self.workshop_id}'}"

    @property
    def reader(self) -> str:
        """The participant or group whose pages the actor sees; "" for other roles."""
        if self.role is Role.FACILITATOR:
            return f"group-{self.group_id}"
        return str(self.participant_id or "")

    def is_on(self, reader: object) -> bool:
        """Return whether the actor may act on a page of this reader; "" is unknown.

        A badge or link may change who a browser is while another tab shows the previous page.
        """
        return not reader or not self.reader or reader == self.reader

    @property
    def mark(self) -> int:
        """A 16-bit part of each Yjs client id under which the actor writes.

        It is no secret: members see in the history who wrote what.
        """
        name = "" if self.role is Role.FACILITATOR else self.label  # a facilitator's may change
        return zlib.crc32(f"{self.role}:{name}".encode()) & 0xFFFF


class UndeclaredAccess(RuntimeError):
    """A route or event declares no roles. This bug is detected at startup."""


F = TypeVar("F", bound=Callable[..., Any])


def allow(*roles: Role) -> Callable[[F], F]:
    """Declare who may call a view. The visitor acts in the first of these roles that they have."""

    def mark(view: F) -> F:
        view.roles = roles  # type: ignore[attr-defined]
        return view

    return mark


def roles_of(view: Callable[..., Any]) -> tuple[Role, ...]:
    """Return the roles declared by a view, empty if there are none."""
    return getattr(view, "roles", ())


def require_declarations(app: Flask) -> None:
    """Raise UndeclaredAccess if any route declares no roles."""
    silent = [name for name, view in app.view_functions.items() if not roles_of(view)]
    if silent:
        raise UndeclaredAccess(f"routes without roles: {', '.join(sorted(silent))}")
