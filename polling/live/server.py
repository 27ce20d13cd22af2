"""The Socket.IO server: connections, who they are, and what they hear first."""

import logging
from typing import Any

import flask
from flask_socketio import ConnectionRefusedError as Refused
from flask_socketio import SocketIO, join_room
from sqlalchemy import select

from config import Config
from polling.core import redis_client
from polling.core.access import Actor, Role
from polling.core.clock import milliseconds, now
from polling.core.db import reading
from polling.core.storable import storable
from polling.live import (
    announce,
    backpressure,
    broadcast,
    connections,
    events,
    origins,
    rooms,
    websocket,
)
from polling.live.messages import Hello
from polling.people.identity import identify
from polling.workshop.models import Workshop

log = logging.getLogger(__name__)
PING_SECONDS, PONG_SECONDS = 15, 20


def create_server(app: flask.Flask, config: Config) -> SocketIO:
    """A Socket.IO server on gevent for this app, with every declared event attached."""
    websocket.install()
    backpressure.install()
    logging.getLogger("engineio.server").addFilter(_one_line)
    socketio = SocketIO(
        app,
        async_mode="gevent",
        ping_interval=PING_SECONDS,
        ping_timeout=PONG_SECONDS,
        max_http_buffer_size=websocket.MAX_MESSAGE_BYTES,
        cors_allowed_origins=origins.gate(config),
        manage_session=False,
        http_compression=False,
    )
    socketio.on_event("connect", _connect)
    socketio.on_event("disconnect", _disconnect)
    events.register(socketio, app)
    announce.bind(socketio)
    connections.bind(socketio)
    broadcast.bind(_join_peers(config) if config.redis_url else None)
    return socketio


def _one_line(record: logging.LogRecord) -> bool:
    """A frame that nobody can read is worth a line; a traceback each would fill the disk."""
    record.exc_info = None
    return True


def _join_peers(config: Config) -> broadcast.TellPeers:
    from polling.live.peers import Peers  # noqa: PLC0415  Redis is an extra

    redis = redis_client.connect(config.redis_url)
    peers = Peers(redis, config.in_redis("servers"), broadcast.obey, announce.catch_up)
    peers.start()
    return peers.tell


def _connect(auth: Any = None) -> None:
    sid = flask.request.sid  # type: ignore[attr-defined]
    actor, version = _admit_as_of_now(auth if isinstance(auth, dict) else {})
    if _has_gone(sid):
        raise Refused("gone")  # nobody would say again that it went
    rooms.arrive(sid, actor)
    for older in rooms.surplus(actor):
        flask.current_app.extensions["socketio"].server.disconnect(older, namespace="/")
    for room in rooms.rooms_of(actor):
        join_room(room)
    build = flask.current_app.config["BUILD"]
    announce.answer(Hello(version=version, build=build, now=milliseconds(now()) or 0), sid)


def _admit_as_of_now(auth: dict[str, Any]) -> tuple[Actor, int]:
    """Who this is; looked up again if somebody was moved or sent away meanwhile.

    It may have been this one, whose connection was not there yet to follow.
    """
    while True:
        before = connections.obeyed()
        admitted = _admit(auth)
        if connections.obeyed() == before:
            return admitted


def _has_gone(sid: str) -> bool:
    """Whether the connection was lost while the database was asked."""
    return flask.current_app.extensions["socketio"].server.get_environ(sid) is None


def _disconnect(*_reason: Any) -> None:
    rooms.leave(flask.request.sid)  # type: ignore[attr-defined]


def _admit(auth: dict[str, Any]) -> tuple[Actor, int]:
    """Who this is; a connection that cannot be made now is refused, and the page tries again.

    One that fails in any other way would wait for ever, and Socket.IO would never forget it.
    """
    try:
        return _identify(auth)
    except Refused:
        raise
    except Exception as error:
        log.exception("a connection failed")
        raise Refused("internal") from error


def _identify(auth: dict[str, Any]) -> tuple[Actor, int]:
    role, code = auth.get("role"), auth.get("workshop")
    if role not in [*set(Role) - {Role.ANYONE}] or not isinstance(code, str) or not storable(code):
        raise Refused("not-signed-in")
    with reading() as session:
        workshop = session.scalar(select(Workshop).where(Workshop.code == code))
        actor = workshop and identify(session, flask.session, workshop, (Role(role),))
        if not workshop or not actor:
            raise Refused("not-signed-in")
        return actor, workshop.version


@events.on("clock", *(set(Role) - {Role.ANYONE}), hot=True)
def _clock(_actor: Actor, _data: Any) -> dict[str, Any]:
    """The server's time, from which a page learns how wrong its own clock is."""
    return {"now": milliseconds(now())}
