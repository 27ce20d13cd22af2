"""A phone that fell asleep leaves nothing behind when its connection is closed.

Its ping has timed out, but Engine.IO has not noticed: it looks at each connection only now and
then. The message about the end is then the first to notice.
"""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from engineio.packet import MESSAGE, Packet

from polling.app import socketio_of
from polling.core.access import Role
from polling.live import backpressure, connection_control, connection_registry, page_push
from polling.live.backpressure import BoundedSocket
from tests.room import Room
from tests.visitor import Visitor

SECONDS = 2 * 60


class Phone:
    """A connection of a participant to the real servers of Socket.IO and Engine.IO."""

    def __init__(self, room: Room, person: int, eio_sid: str) -> None:
        self._room = room
        self._server = socketio_of(room.app).server
        visitor = Visitor(room.app).holding(Role.PARTICIPANT, room.workshop_id, person)
        environ = visitor.client._request_from_builder_args((), {"path": "/socket.io"}).environ
        visitor.client._add_cookies_to_wsgi(environ)
        self.socket = BoundedSocket(self._server.eio, eio_sid)
        self._server.eio.sockets[eio_sid] = self.socket
        self._server._handle_eio_connect(eio_sid, environ | {"flask.app": room.app})

    def join(self) -> "Phone":
        """Join the workshop."""
        auth = {"workshop": self._room.code, "role": Role.PARTICIPANT.value, "takes_pages": True}
        self.socket.receive(Packet(MESSAGE, "0" + json.dumps(auth)))
        return self

    def fall_asleep(self) -> "Phone":
        """Answer no more pings."""
        self.socket.last_ping = time.time() - SECONDS
        return self

    def sid(self) -> str | None:
        """The id of the connection in Socket.IO, while it exists."""
        sid: str | None = self._server.manager.sid_from_eio_sid(self.socket.sid, "/")
        return sid


@pytest.fixture
def person(room: Room, monkeypatch: pytest.MonkeyPatch) -> int:
    """A participant. Packets are really sent, unlike by the test client of Flask-SocketIO."""
    server = socketio_of(room.app).server
    for name in ("_send_packet", "_send_eio_packet"):
        monkeypatch.setattr(server, name, getattr(type(server), name).__get__(server))
    monkeypatch.setattr("polling.live.backpressure.JOINING.begin", lambda _sender: None)
    room.go("lobby")
    return room.join(1)[0]


def reissue(person: int) -> None:
    connection_control._send_away(role=Role.PARTICIPANT, target=person)


def reconnect_all(_person: int) -> None:
    connection_control._anew.update(connection_registry.sids_here())
    connection_control._end_one_by_one()


def nothing_is_left_of(phone: Phone, room: Room) -> bool:
    online = connection_registry.participants_online(room.workshop_id)
    return (phone.sid(), online, page_push._languages) == (None, set(), {})


@pytest.mark.parametrize("close", [reissue, reconnect_all])
def test_a_sleeping_phone_is_forgotten_when_it_is_closed(
    room: Room, person: int, close: Callable[[int], Any]
) -> None:
    phone = Phone(room, person, "phone").join()
    assert connection_registry.participants_online(room.workshop_id) == {person}
    phone.fall_asleep()
    close(person)
    assert nothing_is_left_of(phone, room)


def test_a_sleeping_tab_gives_way_to_newer_ones(
    room: Room, person: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_registry, "MOST_OF_A_PARTICIPANT", 1)
    older = Phone(room, person, "older").join().fall_asleep()
    newer = Phone(room, person, "newer").join()
    held = connection_registry.held_by(Role.PARTICIPANT, person)
    assert [sid for sid, _actor in held] == [newer.sid()]
    assert list(page_push._languages) == [newer.sid()]
    assert older.sid() is None


def test_a_tab_that_gave_way_is_disconnected_if_it_does_not_join_again(
    room: Room, person: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_registry, "MOST_OF_A_PARTICIPANT", 1)
    older = Phone(room, person, "first").join()
    newer = Phone(room, person, "second").join()
    assert older.socket in backpressure._unjoined
    assert newer.socket not in backpressure._unjoined
    older.socket.close()
    assert older.socket not in backpressure._unjoined


def test_a_phone_that_fell_asleep_while_it_connected_is_forgotten(room: Room, person: int) -> None:
    phone = Phone(room, person, "phone").fall_asleep().join()
    assert nothing_is_left_of(phone, room)
