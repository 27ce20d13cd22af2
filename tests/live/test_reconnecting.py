"""A whole room may reconnect within a second, so a connection costs little."""

from benchmarks.counted_queries import counted_queries
from polling.app import socketio_of
from polling.core.access import Role
from tests.room import Room


def test_a_participant_is_identified_with_one_query(room: Room) -> None:
    room.go("lobby")
    visitor = room.participant_visitor().client
    claim = {"role": Role.PARTICIPANT.value, "workshop": room.code}
    with counted_queries() as queries:
        phone = socketio_of(room.app).test_client(room.app, flask_test_client=visitor, auth=claim)
    assert phone.is_connected()
    assert len(queries) == 1, queries
