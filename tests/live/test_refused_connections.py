"""Any claimed identity of a connection is accepted or refused, and leaves nothing behind."""

from typing import Any
from unittest.mock import Mock

import pytest
from sqlalchemy.exc import OperationalError

from polling.app import socketio_of
from polling.core.access import Role
from polling.live import connection_registry, server
from tests.room import Room

GOOD = Role.PARTICIPANT.value
CLAIMS = [
    pytest.param(None, id="nothing"),
    pytest.param("participant", id="no object"),
    pytest.param({"role": ["participant"]}, id="a list as the role"),
    pytest.param({"role": GOOD, "workshop": "\ud800"}, id="half a character"),
    pytest.param({"role": GOOD, "workshop": {"a": 1}}, id="an object as the code"),
    pytest.param({"role": GOOD, "workshop": "000000"}, id="no such workshop"),
]


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_hostile_claim_is_refused_and_socketio_forgets_the_connection(
    room: Room, claim: Any
) -> None:
    _refuse(room, claim)


@pytest.mark.parametrize("logged", ["a connection failed", "the database is unavailable: gone"])
def test_a_connection_during_a_fault_is_refused_and_forgotten(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, logged: str
) -> None:
    error = OperationalError("", None, OSError("gone")) if "gone" in logged else OSError()

    monkeypatch.setattr(server, "reading", Mock(side_effect=error))
    _refuse(room, {"role": GOOD, "workshop": room.code})
    assert [one.getMessage() for one in caplog.records] == [logged]


def test_a_connection_that_is_lost_while_it_is_made_is_forgotten(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    socketio, identify = socketio_of(room.app).server, server._identify

    def identify_too_late(auth: Any) -> Any:
        for eio_sid in list(socketio.environ):
            socketio._handle_eio_disconnect(eio_sid, "gone")
        return identify(auth)

    room.go("lobby")
    monkeypatch.setattr(server, "_identify", identify_too_late)
    _refuse(room, {"role": GOOD, "workshop": room.code})
    assert connection_registry.connected(room.workshop_id) == 0


def _refuse(room: Room, claim: Any) -> None:
    socketio = socketio_of(room.app)
    visitor = room.participant_visitor().client
    client = socketio.test_client(room.app, flask_test_client=visitor, auth=claim)
    assert not client.is_connected()
    manager = socketio.server.manager
    assert manager.sid_from_eio_sid(client.eio_sid, "/") is None
    assert manager.pending_connect == {}
