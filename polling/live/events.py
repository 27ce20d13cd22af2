"""Socket events: each declares who may send it; each answers with an ack of one shape.

An ack is the handler's result, or {"error": {...}} as over HTTP. Identity is read from the
database again at every event: what the socket knew at connect may have been revoked since.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import flask
from flask_socketio import SocketIO

from polling.access import Actor, Role
from polling.db import reading
from polling.errors import NotAllowed, NotSignedIn, WorkshopError
from polling.i18n import _
from polling.identity import identify
from polling.limits import spend
from polling.live import rooms
from polling.workshop.models import Workshop

log = logging.getLogger(__name__)
Handler = Callable[[Actor, Any], dict[str, Any] | None]


@dataclass(frozen=True)
class Event:
    """A declared event. With `trusted`, the handler itself rechecks the actor (the hot path)."""

    name: str
    roles: tuple[Role, ...]
    handler: Handler
    trusted: bool


EVENTS: dict[str, Event] = {}


def on(name: str, *roles: Role, rechecks: bool = False) -> Callable[[Handler], Handler]:
    """Declare a socket event and who may send it."""

    def declare(handler: Handler) -> Handler:
        EVENTS[name] = Event(name, roles, handler, rechecks)
        return handler

    return declare


def register(socketio: SocketIO) -> None:
    """Attach every declared event; one without roles stops the boot."""
    for event in EVENTS.values():
        if not event.roles:
            raise RuntimeError(f"socket event without roles: {event.name}")
        socketio.on_event(event.name, _receiver(event))


def _receiver(event: Event) -> Callable[..., dict[str, Any]]:
    def receive(data: Any = None, *_extra: Any) -> dict[str, Any]:
        try:
            actor = _sender(event)
            spend("event", f"{actor.workshop_id}:{flask.request.sid}")  # type: ignore[attr-defined]
            return event.handler(actor, data) or {"ok": True}
        except WorkshopError as refusal:
            return refusal.as_dict()
        except Exception:
            log.exception("event %s failed", event.name)
            message = _("Something went wrong on our side. What you typed is kept; try again.")
            return {"error": {"code": "internal", "message": message}}

    return receive


def _sender(event: Event) -> Actor:
    known = rooms.actor_of(flask.request.sid)  # type: ignore[attr-defined]
    if known is None:
        raise NotSignedIn(_("Please join the workshop again."))
    if known.role not in event.roles:
        raise NotAllowed(_("Your role may not do this."))
    return known if event.trusted else _recheck(known)


def _recheck(known: Actor) -> Actor:
    with reading() as session:
        workshop = session.get(Workshop, known.workshop_id)
        actor = workshop and identify(session, flask.session, workshop, (known.role,))
    if not actor:
        raise NotSignedIn(_("Please join the workshop again."))
    return actor
