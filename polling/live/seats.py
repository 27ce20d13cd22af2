"""Where connections sit: one that is moved hears its new group, one whose link has ended nothing.

Both take effect after the commit, on every server of the database.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask_socketio import SocketIO
from sqlalchemy.orm import Session

from polling.access import Actor, Role
from polling.db import on_commit
from polling.live import rooms

TellPeers = Callable[..., None]

_socketio: SocketIO | None = None
_tell_peers: TellPeers | None = None
_obeyed = 0


def bind(socketio: SocketIO, tell_peers: TellPeers | None = None) -> None:
    """Move connections of this server; `tell_peers` tells the other servers, which `obey`."""
    global _socketio, _tell_peers
    _socketio, _tell_peers = socketio, tell_peers


def move(session: Session, participant_id: int, group_id: int | None) -> None:
    """Let every connection of a participant hear their new group, or none."""
    _everywhere(session, "moved", participant=participant_id, group=group_id)


def send_away(session: Session, role: Role, target: int) -> None:
    """End every connection that was made by a link which no longer holds.

    `target` is the participant, the group that somebody facilitates, the workshop that a screen
    shows, or the organizer, whose pages of other workshops connect again.
    """
    _everywhere(session, "sent-away", role=role, target=target)


def send_everybody_away(session: Session, workshop_id: int) -> None:
    """End every connection to a workshop that is deleted: its id may be given again."""
    _everywhere(session, "all-sent-away", workshop=workshop_id)


def sit(sid: str, actor: Actor) -> None:
    """Let a connection hear what this actor may hear, and nothing of before."""
    before = rooms.leave(sid)
    rooms.arrive(sid, actor)
    if _socketio is None:
        return
    for room in rooms.rooms_of(before) if before else []:
        _socketio.server.leave_room(sid, room, namespace="/")
    for room in rooms.rooms_of(actor):
        _socketio.server.enter_room(sid, room, namespace="/")


def obeyed() -> int:
    """How many decisions were done here: connections that came after one have not followed it."""
    return _obeyed


def obey(kind: str, said: dict[str, Any]) -> None:
    """Do on this server what was decided here or on another one."""
    global _obeyed  # noqa: PLW0603  one process, one set of connections
    _obeyed += 1
    if _socketio is None:
        return
    if kind == "moved":
        for sid, actor in rooms.held_by(Role.PARTICIPANT, said["participant"]):
            sit(sid, replace(actor, group_id=said["group"]))
    elif kind == "sent-away":
        _end(rooms.held_by(Role(said["role"]), said["target"]))
    elif kind == "all-sent-away":
        _end(rooms.held_in(said["workshop"]))


def _end(connections: list[tuple[str, Actor]]) -> None:
    assert _socketio is not None  # noqa: S101  bound before anybody connects
    for sid, _actor in connections:
        _socketio.server.disconnect(sid, namespace="/")


def _everywhere(session: Session, kind: str, **said: Any) -> None:
    def tell() -> None:
        obey(kind, said)
        if _tell_peers is not None:
            _tell_peers(kind, said)

    on_commit(session, tell)
