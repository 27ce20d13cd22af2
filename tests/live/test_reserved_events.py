"""Events that are named like what the server does itself are nobody's to send."""

from polling.access import Role
from polling.app import socketio_of
from polling.live import rooms
from tests.room import Room


def test_a_client_that_says_connect_again_is_not_counted_again(room: Room) -> None:
    room.go("lobby")
    auth = {"workshop": room.code, "role": Role.PARTICIPANT.value}
    client = socketio_of(room.app).test_client(
        room.app, flask_test_client=room.participant_visitor().client, auth=auth
    )
    client.emit("connect", auth)
    assert rooms.connected(room.workshop_id) == 1
    client.disconnect()
    assert rooms.connected(room.workshop_id) == 0
