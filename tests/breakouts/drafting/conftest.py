"""A group at work, and phones connected to the app."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask_socketio import SocketIOTestClient

from polling.breakouts.drafting import versions
from polling.documents import store
from tests.breakouts.drafting.group_at_work import Table
from tests.prepared_rooms import Prepared
from tests.room import Room

Connect = Callable[[int], SocketIOTestClient]


@pytest.fixture
def table(room: Room, prepared: Prepared) -> Iterator[Table]:
    store.forget_all()
    versions.forget_all()
    yield prepared.get(Table.of, room)
    store.forget_all()


@pytest.fixture
def connect(table: Table) -> Connect:
    """Connect a participant's phone to the app's Socket.IO server."""
    return table.connect


def asking(client: SocketIOTestClient) -> Callable[[str, dict[str, Any]], dict[str, Any]]:
    """A phone's connection to the server: takes an event, returns its ack."""

    def ask(event: str, payload: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = client.emit(event, payload, callback=True)
        return answer

    return ask
