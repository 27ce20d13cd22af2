"""The Socket.IO server: connections, identification, and the first message."""

import logging
from typing import Any
from urllib.parse import parse_qs

import flask
from flask_socketio import ConnectionRefusedError as Refused
from flask_socketio import SocketIO, join_room
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import load_only
from werkzeug.exceptions import BadRequest

from config import Config
from polling.core import redis_client
from polling.core.access import Actor, Role
from polling.core.clock import milliseconds, now
from polling.core.db import log_unavailable, reading
from polling.core.languages import preferred
from polling.core.storable_values import storable
from polling.live import (
    announce,
    backpressure,
    connection_control,
    connection_registry,
    incoming_events,
    on_all_servers,
    packet_json,
    page_push,
    rooms,
    websocket,
)
from polling.live.messages import Hello, Surplus
from polling.people.identity import confirmed, identify, workshop_at
from polling.web import allowed_origins
from polling.web.client_origin import browser
from polling.workshop.models import Workshop

log = logging.getLogger(__name__)
PING_SECONDS, PONG_SECONDS = 15, 20
# The columns of a workshop that a new connection needs.
VERSIONS_ONLY = load_only(
    Workshop.code, Workshop.version, Workshop.phones_version, Workshop.screen_token_version
)


def create_server(app: flask.Flask, config: Config) -> SocketIO:
    """Create a Socket.IO server on gevent for this app, with all declared events attached."""
    websocket.install()
    backpressure.install()
    engineio_log = logging.getLogger("engineio.server")
    engineio_log.addFilter(_one_line)
    socketio = SocketIO(
        app,
        async_mode="gevent",
        ping_interval=PING_SECONDS,
        ping_timeout=PONG_SECONDS,
        max_http_buffer_size=websocket.MAX_MESSAGE_BYTES,
        cors_allowed_origins=allowed_origins.gate(config),
        manage_session=False,
        http_compression=False,
        json=packet_json,
        # Otherwise each of these would write to stderr.
        logger=logging.getLogger("socketio.server"),
        engineio_logger=engineio_log,
    )
    _refuse_jsonp(socketio.server.eio)
    socketio.on_event("connect", _connect)
    socketio.on_event("disconnect", _disconnect)
    incoming_events.register(socketio, app)
    announce.bind(socketio)
    connection_control.bind(socketio)
    page_push.bind(app, socketio)
    on_all_servers.bind(_join_peers(config) if config.redis_url else None)
    return socketio


def _refuse_jsonp(engineio: Any) -> None:
    """Answer 400 to the parameter `j`, whose answers are scripts that any site could embed."""
    handle = engineio.handle_request

    def handle_request(environ: dict[str, Any], start_response: Any) -> Any:
        if "j" in parse_qs(environ.get("QUERY_STRING", "")):
            return BadRequest()(environ, start_response)
        return handle(environ, start_response)

    engineio.handle_request = handle_request


def _one_line(record: logging.LogRecord) -> bool:
    """Log an unreadable packet in one line, because it is not an error of the server.

    Errors in our own handlers are logged there.
    """
    record.exc_info = None
    record.levelno, record.levelname = logging.WARNING, "WARNING"
    return True


def _join_peers(config: Config) -> on_all_servers.TellPeers:
    from polling.live.peers import Peers  # noqa: PLC0415  Redis is an extra

    redis = redis_client.connect(config.redis_url)
    peers = Peers(redis, config.in_redis("servers"), on_all_servers.obey, _catch_up)
    peers.start()
    return peers.tell


def _catch_up() -> None:
    announce.catch_up(_confirm)


def _confirm(workshop_id: int) -> None:
    """Close or move this server's connections to a workshop whose actors have changed."""
    here = connection_registry.held_in(workshop_id)
    with reading() as session:
        actors = confirmed(session, workshop_id, {actor for _sid, actor in here})
    for sid, before in here:
        actor = actors[before]
        if connection_registry.actor_of(sid) != before:
            continue  # a message has just moved it
        if actor is None:
            connection_control.close(sid)
        elif actor != before:
            connection_control.sit(sid, actor)


def _connect(auth: Any = None) -> None:
    sid = flask.request.sid  # type: ignore[attr-defined]
    auth = auth if isinstance(auth, dict) else {}
    with announce.overhearing(sid) as announced:
        actor, version = _admit_as_of_now(auth)
        if _is_disconnected(sid):
            raise Refused("gone")  # there would be no further event to remove it
        _arrive(sid, actor, takes_pages=auth.get("takes_pages") is True)
    newest = max(version, *(announced.get(room, 0) for room in rooms.rooms_of(actor)))
    build = flask.current_app.config["BUILD"]
    announce.answer(Hello(version=newest, build=build, now=milliseconds(now()) or 0), sid)
    if _is_disconnected(sid) or connection_registry.actor_of(sid) is None:
        connection_control.forget(sid)
        raise Refused("gone")  # such as a phone that fell asleep meanwhile


def _arrive(sid: str, actor: Actor, *, takes_pages: bool) -> None:
    """Add an identified connection to everything that is sent to its rooms."""
    connection_registry.arrive(sid, actor)
    _pace_with_others_of(actor, sid)
    if actor.role is Role.PARTICIPANT and takes_pages:
        page_push.arrive(sid, preferred())
    for older in connection_registry.surplus(actor):
        announce.answer(Surplus(), older)
        connection_control.close(older)
    for room in rooms.rooms_of(actor):
        join_room(room)
    if actor.role in (Role.PARTICIPANT, Role.ORGANIZER):  # a new console may have missed a message
        announce.connections_changed(actor.workshop_id)


def _admit_as_of_now(auth: dict[str, Any]) -> tuple[Actor, int]:
    """Identify the actor, again if connections were moved or revoked in the meantime.

    It may have concerned this actor, whose connection was not registered yet.
    """
    while True:
        before = connection_control.obeyed()
        admitted = _admit(auth)
        if connection_control.obeyed() == before:
            return admitted


def _pace_with_others_of(actor: Actor, sid: str) -> None:
    server = flask.current_app.extensions["socketio"].server
    connection = server.eio.sockets.get(server.manager.eio_sid_from_sid(sid, "/"))
    if connection is not None:  # it is still connected
        connection.pace_with(*_sender(actor))


def _sender(actor: Actor) -> tuple[str, str]:
    """Return a key for this person, and one for the link or account that several may share."""
    if actor.role is Role.PARTICIPANT:
        return actor.key, ""
    return f"{actor.key} {browser()}", actor.key


def _is_disconnected(sid: str) -> bool:
    """Return whether the connection was closed since its first packet."""
    return flask.current_app.extensions["socketio"].server.get_environ(sid) is None


def _disconnect(*_reason: Any) -> None:
    connection_control.forget(flask.request.sid)  # type: ignore[attr-defined]


def _admit(auth: dict[str, Any]) -> tuple[Actor, int]:
    """Identify the actor. If this fails, refuse the connection, and the page retries.

    Any other exception would leave the client waiting, and the connection in Socket.IO's memory.
    """
    try:
        return _identify(auth)
    except Refused:
        raise
    except OperationalError as error:
        log_unavailable(error)
        raise Refused("internal") from error
    except Exception as error:
        log.exception("a connection failed")
        raise Refused("internal") from error


def _identify(auth: dict[str, Any]) -> tuple[Actor, int]:
    role, code = auth.get("role"), auth.get("workshop")
    if role not in [*set(Role) - {Role.ANYONE}] or not isinstance(code, str) or not storable(code):
        raise Refused("not-signed-in")
    with reading() as session:
        workshop = workshop_at(session, flask.session, code, (Role(role),), VERSIONS_ONLY)
        actor = workshop and identify(session, flask.session, workshop, (Role(role),))
        if not workshop or not actor or not actor.is_on(auth.get("reader")):
            raise Refused("not-signed-in")
        return actor, workshop.version_for(actor.role)


@incoming_events.on("clock", *(set(Role) - {Role.ANYONE}), hot=True)
def _clock(_actor: Actor, _data: Any) -> dict[str, Any]:
    """Return the server's time, from which a page computes the error of its clock."""
    return {"now": milliseconds(now())}
