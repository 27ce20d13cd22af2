"""Only declared events are handled, not reserved or invalid names."""

import logging
from typing import Any

import pytest
from flask_socketio import SocketIOTestClient

from polling.app import socketio_of
from polling.core.access import Role
from polling.live import connection_registry
from tests.room import Room

NO_NAMES: tuple[Any, ...] = (["ballot"], {"ballot": 1}, 7, None, "*", "message", "")
NO_EVENTS = ("2[]", "2{}", '2"ballot"', "2", "2[[]]")


@pytest.fixture
def client(room: Room) -> SocketIOTestClient:
    """A phone's connection."""
    room.go("lobby")
    auth = {"workshop": room.code, "role": Role.PARTICIPANT.value}
    return socketio_of(room.app).test_client(
        room.app, flask_test_client=room.participant_visitor().client, auth=auth
    )


@pytest.mark.parametrize("said", [("connect",), ("disconnect",), ("disconnect", "connect")])
def test_a_client_that_says_what_only_a_server_knows_is_counted_once_and_forgotten(
    room: Room, client: SocketIOTestClient, said: tuple[str, ...]
) -> None:
    for event in said:
        client.emit(event, {"workshop": room.code, "role": Role.PARTICIPANT.value})
    assert connection_registry.connected(room.workshop_id) == 1
    client.disconnect()
    assert connection_registry.connected(room.workshop_id) == 0


def test_undeclared_event_names_are_ignored(
    client: SocketIOTestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        for name in NO_NAMES:
            client.emit(name, {})
        for frame in NO_EVENTS:
            client.socketio.server._handle_eio_message(client.eio_sid, frame)
    assert client.is_connected()
    assert [message["name"] for message in client.get_received()] == ["hello"]
    assert caplog.text == ""
