"""Socket events: each declares its roles, and answers with an ack.

An ack is the handler's result, or {"error": {...}} as over HTTP. Each event reads the identity from
the database again, because it may have been revoked since the connect.

Events on the hot path are handled without Flask's request context, which costs more than counting a
ballot. Refusals are created again within it, because it has the reader's languages. All other
events of one person are handled one at a time.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import flask
from flask import g
from flask_socketio import SocketIO
from prometheus_client import Histogram
from sqlalchemy.exc import OperationalError

from polling.core.access import Actor, Role
from polling.core.db import not_saved, reading
from polling.core.errors import NotAllowed, NotSignedIn, WorkshopError
from polling.core.i18n import _
from polling.core.metrics import ACKNOWLEDGEMENT_SECONDS
from polling.core.rate_limits import spend
from polling.live import connection_control, connection_registry
from polling.people.identity import identify
from polling.web.client_origin import browser
from polling.web.own_turns import OwnTurns
from polling.workshop.models import Workshop

log = logging.getLogger(__name__)
Handler = Callable[[Actor, Any], dict[str, Any] | None]
Receiver = Callable[..., dict[str, Any]]


@dataclass(frozen=True)
class Event:
    """A declared event, the rate limit that it counts for, and the metric of its duration.

    If `hot`, its handler checks the actor, without a request context.
    """

    name: str
    roles: tuple[Role, ...]
    handler: Handler
    hot: bool
    limit: str
    seconds: Histogram


EVENTS: dict[str, Event] = {}
_turns = OwnTurns()


def on(
    name: str, *roles: Role, hot: bool = False, limit: str = "event"
) -> Callable[[Handler], Handler]:
    """Declare a socket event and its roles."""

    def declare(handler: Handler) -> Handler:
        seconds = ACKNOWLEDGEMENT_SECONDS.labels(name)
        EVENTS[name] = Event(name, roles, handler, hot, limit, seconds)
        return handler

    return declare


def register(socketio: SocketIO, app: flask.Flask) -> None:
    """Attach all declared events. An event without roles prevents the server's start."""
    _ignore_undeclared(socketio.server)
    for event in EVENTS.values():
        if not event.roles:
            raise RuntimeError(f"socket event without roles: {event.name}")
        socketio.on_event(event.name, _receiver(event))
        if event.hot:
            in_request = socketio.server.handlers["/"][event.name]
            socketio.server.on(event.name, _hot_receiver(event, socketio, app, in_request))


def _ignore_undeclared(server: Any) -> None:
    """Ignore reserved and invalid event names, which Socket.IO would handle or fail on."""
    handle = server._handle_event  # noqa: SLF001  it has no public way

    def hear(eio_sid: str, namespace: str, number: int | None, data: Any) -> None:
        name = data[0] if isinstance(data, list) and data else None
        if isinstance(name, str) and name in EVENTS:
            handle(eio_sid, namespace, number, data)

    server._handle_event = hear  # noqa: SLF001


def _hot_receiver(
    event: Event, socketio: SocketIO, app: flask.Flask, in_request: Receiver
) -> Receiver:
    def receive(sid: str, data: Any = None, *_extra: Any) -> dict[str, Any]:
        try:
            with app.app_context():
                return _handle(event, sid, data)
        except WorkshopError:
            return in_request(sid, data)
        except Exception as error:  # noqa: BLE001  logged there
            with app.request_context(socketio.server.get_environ(sid)):
                return _failed(event, error)

    return receive


def _receiver(event: Event) -> Receiver:
    def receive(data: Any = None, *_extra: Any) -> dict[str, Any]:
        try:
            return _handle(event, flask.request.sid, data)  # type: ignore[attr-defined]
        except WorkshopError as refusal:
            return refusal.as_dict()
        except Exception as error:  # noqa: BLE001  logged there
            return _failed(event, error)

    return receive


def _failed(event: Event, error: Exception) -> dict[str, Any]:
    if isinstance(error, OperationalError):
        return not_saved(error).as_dict()
    log.error("event %s failed", event.name, exc_info=error)
    message = _("Something went wrong on our side. Your text is kept; try again.")
    return {"error": {"code": "internal", "message": message}}


def _handle(event: Event, sid: str, data: Any) -> dict[str, Any]:
    began = time.perf_counter()
    known = connection_registry.actor_of(sid)
    if known is None:
        raise NotSignedIn(_("Please join the workshop again."))
    if known.role not in event.roles:
        raise NotAllowed(_("You are not allowed to do this."))
    spend(event.limit, sid if known.role is Role.SCREEN else known.key)
    g.sender = sid
    if event.hot:
        acknowledgement = event.handler(known, data)
    else:
        with _turns.turn(known.key, browser()):
            acknowledgement = event.handler(_recheck(sid, known), data)
    event.seconds.observe(time.perf_counter() - began)
    return acknowledgement or {"ok": True}


def forget_used_time() -> None:
    """Reset the time that events of people have used (for tests)."""
    _turns.forget_all()


def sender() -> str:
    """Return the connection of the current event; its id is secret."""
    sid: str = g.sender
    return sid


def _recheck(sid: str, known: Actor) -> Actor:
    with reading() as session:
        workshop = session.get(Workshop, known.workshop_id)
        actor = workshop and identify(session, flask.session, workshop, (known.role,))
    if not actor:
        raise NotSignedIn(_("Please join the workshop again."))
    if actor != known:
        connection_control.sit(sid, actor)
    return actor
