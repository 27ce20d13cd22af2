"""Who may do what: every route and every socket event declares its roles, or the app won't boot."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask


class Role(StrEnum):
    """ANYONE is everybody on the network; the others hold a place in one workshop."""

    ANYONE = "anyone"
    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"
    ORGANIZER = "organizer"
    SCREEN = "screen"
    NOTE_TAKER = "note-taker"


@dataclass(frozen=True)
class Actor:
    """Somebody the server knows, in one role in one workshop.

    Only `polling.people.identity` makes one, from the login. `token_version` is the version of the
    link, badge or login that was used.
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
        """Whose rate limits apply, such as "participant:17"; a workshop's screens share one."""
        place = self.participant_id or self.organizer_id or self.group_id or self.note_link_id
        return f"{self.role}:{place or f'workshop-{self.workshop_id}'}"

    @property
    def mark(self) -> int:
        """16 bits that are part of each Yjs client number under which the actor writes."""
        name = "" if self.role is Role.FACILITATOR else self.label  # a facilitator's may change
        return zlib.crc32(f"{self.role}:{name}".encode()) & 0xFFFF


class UndeclaredAccess(RuntimeError):
    """A route or an event without its roles: a mistake in the code, found at boot."""


F = TypeVar("F", bound=Callable[..., Any])


def allow(*roles: Role) -> Callable[[F], F]:
    """Declare who may call a view; the first role that the visitor holds is the one they act in."""

    def mark(view: F) -> F:
        view.roles = roles  # type: ignore[attr-defined]
        return view

    return mark


def roles_of(view: Callable[..., Any]) -> tuple[Role, ...]:
    """The roles a view declared, empty if it declared none."""
    return getattr(view, "roles", ())


def require_declarations(app: Flask) -> None:
    """Refuse to boot while any route has not said who may use it."""
    silent = [name for name, view in app.view_functions.items() if not roles_of(view)]
    if silent:
        raise UndeclaredAccess(f"routes without roles: {', '.join(sorted(silent))}")
