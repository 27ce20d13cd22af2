"""A WebSocket client that only reads on demand."""

import os
import socket
import struct

from tests.patience import PATIENCE_SECONDS

GREETING = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\n"
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)
SMALL_BUFFER = 4096


class Torn(Exception):
    """The received bytes are not valid WebSocket frames."""


class Reader:
    """Connects to Socket.IO; then `next` reads one message."""

    def __init__(self, port: int, patience: float = PATIENCE_SECONDS) -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
        self._socket.settimeout(patience)
        self._socket.connect(("127.0.0.1", port))
        self._socket.sendall(GREETING.encode())
        self._rest = b""
        while b"\r\n\r\n" not in self._rest:
            self._rest += self._socket.recv(1)
        self._rest = b""
        self.next()
        self._say("40")
        self.next()

    def next(self) -> str:
        """Return the next message. Raises EOFError if the server has closed the connection."""
        first, length = self._take(2)
        if first != 0x81 or length & 0x80:
            raise Torn
        if length == 126:
            length = struct.unpack(">H", self._take(2))[0]
        elif length == 127:
            length = struct.unpack(">Q", self._take(8))[0]
        return self._take(length).decode()

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()

    def _say(self, text: str) -> None:
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[place % 4] for place, byte in enumerate(text.encode()))
        self._socket.sendall(bytes([0x81, 0x80 | len(masked)]) + mask + masked)

    def _take(self, size: int) -> bytes:
        while len(self._rest) < size:
            got = self._socket.recv(65536)
            if not got:
                raise EOFError
            self._rest += got
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken
