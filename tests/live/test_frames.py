"""Frames written by the server can be read by a WebSocket library."""

from unittest.mock import Mock

import pytest
from engineio.packet import MESSAGE, Packet
from wsproto.connection import Connection, ConnectionType
from wsproto.events import Message
from wsproto.utilities import LocalProtocolError

from polling.live.backpressure import Burst
from polling.live.websocket import SafeServer, framed


def read(data: bytes) -> list[str | bytes]:
    """A received message, joined if it was fragmented."""
    client = Connection(ConnectionType.CLIENT)
    client.receive_data(data)
    heard: list[str | bytes] = []
    part = None
    for event in client.events():
        assert isinstance(event, Message)
        part = event.data if part is None else part + event.data
        if event.message_finished:
            heard.append(bytes(part) if isinstance(part, bytearray) else part)
            part = None
    return heard


@pytest.mark.parametrize("length", [0, 1, 125, 126, 127, 65_535, 65_536, 400_000])
@pytest.mark.parametrize("letter", ["a", "ក", b"\xff"], ids=ascii)
def test_a_message_of_any_length_is_read_unchanged(letter: str | bytes, length: int) -> None:
    assert read(framed(letter * length)) == [letter * length]


def test_messages_that_leave_together_arrive_apart() -> None:
    burst = Burst([Packet(MESSAGE, "one"), Packet(MESSAGE, b"two"), Packet(MESSAGE, "three")])
    assert read(b"".join(map(framed, burst.encode()))) == ["4one", b"two", "4three"]


@pytest.mark.parametrize("error", [ConnectionResetError, LocalProtocolError])
def test_closing_a_connection_that_has_ended_is_no_error(error: type[Exception]) -> None:
    gone = SafeServer.__new__(SafeServer)
    gone.connected, gone.ws = True, Mock()
    gone.sock = Mock(send=Mock(side_effect=error))
    gone.close()
    assert not gone.connected
