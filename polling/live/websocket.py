"""simple-websocket, made safe for gevent.

Under gevent, its `sock.send` may be partial: a stalled reader gets half a frame, then the middle of
another. Here, every socket sends complete messages, one at a time, and a reader that does not
receive its bytes within STALL_SECONDS is disconnected, so that it does not delay others. A client
that sends without a pause does not block the event loop: it is read at its sender's pace, and after
its earlier messages have been handled.
"""

import errno
import logging
import socket
import struct
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import gevent
import gevent.event
import gevent.selectors
import simple_websocket
from engineio.async_drivers import gevent as driver
from gevent import Timeout
from gevent.lock import BoundedSemaphore
from wsproto.events import Message, Ping, Pong
from wsproto.utilities import LocalProtocolError

from polling.live.pace import Pace

log = logging.getLogger(__name__)
STALL_SECONDS = 20.0
MAX_MESSAGE_BYTES = 256 * 1024
MOST_UNHANDLED, MOST_UNHANDLED_BYTES = 16, 512 * 1024  # messages that wait to be handled
UNHANDLED_PAUSE_SECONDS = 0.02
WRITE_BYTES = 64 * 1024  # bytes written at once, which a slow reader must receive in time
IDLE_FRAMES = 50  # pings, pongs and small fragments of a connection, and one more for each second
FRAGMENT_BYTES = 1024  # a smaller fragment of a message counts as idle
TEXT, BINARY, SHORT = 0x81, 0x82, 126  # RFC 6455: final frames; longer lengths


class WholeMessages:
    """A socket whose `send` sends the whole message, or closes the connection.

    `unhandled` are the received messages that wait to be handled.
    """

    def __init__(self, sock: Any, unhandled: Sequence[str | bytes]) -> None:
        self._sock = sock
        self._lock = BoundedSemaphore(1)
        self._unhandled = unhandled
        self.pace = Pace()
        self._handed_out: float | None = None
        self._is_aborted = False

    def recv(self, size: int) -> bytes:
        """Receive up to `size` bytes, at the pace of the sender.

        Returns b"", the end, if the connection was aborted, whatever was received before.
        """
        if self._handed_out is not None:
            self.pace.count_reading(time.monotonic() - self._handed_out)
            self._handed_out = None
        while not self._is_aborted and self._has_enough():
            gevent.sleep(UNHANDLED_PAUSE_SECONDS)
        received: bytes = b"" if self._is_aborted else self._sock.recv(size)
        self.pace.wait_to_read(lambda: self._is_aborted)
        self._handed_out = time.monotonic()
        return b"" if self._is_aborted else received

    def _has_enough(self) -> bool:
        waiting = self._unhandled
        return len(waiting) >= MOST_UNHANDLED or sum(map(len, waiting)) >= MOST_UNHANDLED_BYTES

    def send(self, data: bytes) -> int:
        """Send all of `data`. Raises OSError if the reader has stalled or gone."""
        # Not settimeout(), because the greenlet that waits in recv shares the socket.
        with self._lock:
            try:
                taken = self._send_at_once(data)
                if taken < len(data):
                    with Timeout(STALL_SECONDS, TimeoutError("the reader has stalled")):
                        self._sock.sendall(memoryview(data)[taken:])
            except OSError:
                self.abort()
                raise
        return len(data)

    def _send_at_once(self, data: bytes) -> int:
        """Send what the network accepts now, which is nearly always everything."""
        try:
            return int(self._sock.send(data, 0, 0.0))
        except BlockingIOError:
            return 0

    def abort(self) -> None:
        """Close the connection, and wake any greenlet that waits for it."""
        self._is_aborted = True
        # Wakes the greenlet that waits in recv, so that the client is removed at once.
        try:
            self._sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class PurposefulFrames:
    """A wsproto connection. Raises OSError, which closes it, for many frames without a purpose.

    Browsers send no pings, and no messages in tiny fragments. Each frame takes time, also if it
    carries nothing.
    """

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._since = time.monotonic()
        self._idle_frames = 0

    def events(self) -> Iterator[Any]:
        """Yield the events of what was received."""
        for event in self._connection.events():
            if _carries_nothing(event):
                self._idle_frames += 1
                if self._idle_frames > IDLE_FRAMES + time.monotonic() - self._since:
                    raise OSError(errno.EPROTO, "too many frames without a message")
            yield event

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def _carries_nothing(event: Any) -> bool:
    if isinstance(event, Message):
        is_fragment = event.frame_finished and not event.message_finished
        return is_fragment and len(event.data) < FRAGMENT_BYTES
    return isinstance(event, (Ping, Pong))


def framed(message: str | bytes) -> bytes:
    """Encode a message as one unmasked WebSocket frame of a server."""
    kind, data = (BINARY, message) if isinstance(message, bytes) else (TEXT, message.encode())
    if len(data) < SHORT:
        return bytes((kind, len(data))) + data
    if len(data) < 1 << 16:
        return struct.pack("!BBH", kind, SHORT, len(data)) + data
    return struct.pack("!BBQ", kind, SHORT + 1, len(data)) + data


class SafeServer(simple_websocket.Server):
    """A server connection that sends complete messages and refuses very large ones."""

    def __init__(self, environ: dict[str, Any], **options: Any) -> None:
        # Compression would more than double the memory of each phone, for messages of 200 bytes.
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        super().__init__(environ, max_message_size=MAX_MESSAGE_BYTES, **options)

    def send(self, data: str | bytes | list[str | bytes]) -> None:
        """Send one or several messages with as few writes as possible."""
        if not self.connected:
            raise simple_websocket.ConnectionClosed(self.close_reason, self.close_message)
        written = bytearray()
        for message in data if isinstance(data, list) else [data]:
            written += framed(message)
            if len(written) >= WRITE_BYTES:
                self.sock.send(bytes(written))
                written.clear()
        if written:
            self.sock.send(bytes(written))

    def close(self, reason: Any = None, message: str | None = None) -> None:
        """Say goodbye, if the client is still there."""
        with suppress(OSError, LocalProtocolError):  # it may be closed by two at once
            super().close(reason, message)
        self.connected = False

    def handshake(self) -> None:
        self.sock: Any = WholeMessages(self.sock, self.input_buffer)
        super().handshake()
        self.ws: Any = PurposefulFrames(self.ws)


class SafeWebSocketWSGI(driver.SimpleWebSocketWSGI):  # type: ignore[misc]
    """The handler that Engine.IO calls for each WebSocket."""

    def __init__(self, handler: Any, server: Any) -> None:
        super().__init__(
            handler,
            server,
            thread_class=driver.Thread,
            event_class=gevent.event.Event,
            selector_class=gevent.selectors.DefaultSelector,
        )

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        try:
            self.ws = SafeServer(environ, **self.server_args)
        except Exception:  # noqa: BLE001  whatever an invalid request provokes
            return self._refuse()
        try:
            return self.app(self)
        except Exception as error:  # noqa: BLE001  whatever a hostile frame provokes
            # Otherwise, Engine.IO would keep this connection half open until its ping times out.
            log.warning("unreadable frame: %s", type(error).__name__)
            self.app.__self__.close(wait=False, abort=True)
            self.close()
            return []

    def _refuse(self) -> Any:
        """Answer an invalid upgrade with 400. A connection that polls can go on polling."""
        connection = self.app.__self__
        if not connection.connected:
            connection.close(wait=False, abort=True)
        return connection.server._bad_request()  # noqa: SLF001  as Engine.IO does

    def abort(self) -> None:
        """Close the connection immediately."""
        self.ws.sock.abort()

    def limit_reading(self, most: int, pace: Pace) -> None:
        """Read at this pace from now on, and refuse messages of more than `most` bytes."""
        self.ws.max_message_size, self.ws.sock.pace = most, pace


def install() -> None:
    """Make Engine.IO's gevent driver use this WebSocket."""
    driver._async["websocket"] = SafeWebSocketWSGI  # noqa: SLF001  it has no public way
