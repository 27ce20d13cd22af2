"""Control connections: move them to other rooms, and close revoked ones.

Both take effect after the commit, on every server of the database. A server that may have missed
messages closes all of its connections: pages reconnect and get the current state.
"""

import logging
from dataclasses import replace

from flask_socketio import SocketIO
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.live import announce, connection_registry, page_push, rooms
from polling.live.on_all_servers import does, everywhere

log = logging.getLogger(__name__)
ANEW_SECONDS = 0.005  # between closed connections, so that not all reconnect at once

_socketio: SocketIO | None = None
_obeyed = 0
_anew: set[str] = set()  # connections about to be closed


def bind(socketio: SocketIO) -> None:
    """Manage connections of this server."""
    global _socketio  # noqa: PLW0603  one process, one server
    _socketio = socketio


def move(session: Session, participant_id: int, group_id: int | None) -> None:
    """Move all connections of a participant to their new group's room, or to none."""
    everywhere(session, "moved", participant=participant_id, group=group_id)


def send_away(session: Session, role: Role, target: int) -> None:
    """Close all connections made with a revoked link.

    `target` is the participant, the facilitator's group, the screen's workshop, the note-taker's
    link, or the organizer, whose pages of other workshops reconnect.
    """
    everywhere(session, "sent-away", role=role, target=target)


def end_login(session: Session, login_id: int) -> None:
    """Close all connections, in any role, of a browser whose login has ended."""
    everywhere(session, "login-ended", login=login_id)


def send_everybody_away(session: Session, workshop_id: int) -> None:
    """Close all connections to a deleted workshop, because its id may be reused."""
    everywhere(session, "all-sent-away", workshop=workshop_id)


def sit(sid: str, actor: Actor) -> None:
    """Subscribe a connection to this actor's rooms only."""
    before = connection_registry.leave(sid)
    if before is None or _socketio is None:
        return  # it is closed, and there would be no further event to remove it
    connection_registry.arrive(sid, actor)
    for room in rooms.rooms_of(before):
        _socketio.server.leave_room(sid, room, namespace="/")
    for room in rooms.rooms_of(actor):
        _socketio.server.enter_room(sid, room, namespace="/")


def obeyed() -> int:
    """Return a counter of such events: connections identified before it may be outdated."""
    return _obeyed


@does("moved")
def _move(participant: int, group: int | None) -> None:
    _count()
    for sid, actor in connection_registry.held_by(Role.PARTICIPANT, participant):
        sit(sid, replace(actor, group_id=group))


@does("sent-away")
def _send_away(role: str, target: int) -> None:
    _count()
    _end(connection_registry.held_by(Role(role), target))


@does("login-ended")
def _end_login(login: int) -> None:
    _count()
    _end(connection_registry.held_through(login))


@does("all-sent-away")
def _send_everybody_away(workshop: int) -> None:
    _count()
    _end(connection_registry.held_in(workshop))


@does("missed")
def _reconnect_all() -> None:
    _count()
    idle = not _anew
    _anew.update(connection_registry.sids_here())
    if idle and _socketio is not None:
        _socketio.start_background_task(_end_one_by_one)


def _end_one_by_one() -> None:
    assert _socketio is not None  # noqa: S101  bound before anybody connects
    while _anew:
        try:
            close(_anew.pop())
        except Exception:
            log.exception("cannot close a connection")
        _socketio.sleep(ANEW_SECONDS)


def _count() -> None:
    global _obeyed  # noqa: PLW0603  one process, one set of connections
    _obeyed += 1


def _end(connections: list[tuple[str, Actor]]) -> None:
    for sid, _actor in connections:
        close(sid)


def close(sid: str) -> None:
    """Close a connection, and forget it, in any state.

    Socket.IO skips the handler of its end if sending the last packet closes Engine.IO's connection,
    such as that of a phone that fell asleep.
    """
    assert _socketio is not None  # noqa: S101  bound before anybody connects
    _socketio.server.disconnect(sid, namespace="/")
    forget(sid)


def forget(sid: str) -> None:
    """Remove a connection that is closed."""
    actor = connection_registry.leave(sid)
    page_push.leave(sid)
    if actor is not None and actor.role is Role.PARTICIPANT:
        announce.connections_changed(actor.workshop_id)
