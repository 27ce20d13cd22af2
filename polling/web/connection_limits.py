"""HTTP connections with deadlines and a bound, on gevent's WSGI server.

gevent waits for ever for a client that says nothing, says it slowly, or does not read the answer.
Here each of these ends the connection, and when there are too many connections, those that have
waited longest for a request make room. A connection whose request is being answered, which
includes every WebSocket, is never dropped here; `polling.live` bounds those.
"""

import errno
import resource
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from socket import IPPROTO_TCP, SHUT_RDWR, TCP_NODELAY
from typing import Any

import gevent
from gevent import Timeout, pywsgi

from polling.core.event_loop import let_others_in

FIRST_BYTE_SECONDS = 20.0  # from the connection until a request begins
IDLE_SECONDS = 150.0  # between two requests: longer than proxies keep a connection open
HEADER_SECONDS = 20.0  # from the first byte of a request to the end of its headers
MOST_HEADER_BYTES = 16 * 1024  # of a request: some take a millisecond for each KB
BODY_GRACE_SECONDS = 20.0
BODY_BYTES_PER_SECOND = 500  # a body that is slower than this, after the grace, is given up
STALL_SECONDS = 20.0  # a reader of an answer must take something within
PIECE_BYTES = 4096
TURN_BYTES, PAUSE_SECONDS = 64 * 1024, 0.001  # after so much of a body, others have their turn


MOST_CONNECTIONS = 20_000
DESCRIPTORS_EACH = 2  # simple-websocket duplicates its socket
RESERVED_DESCRIPTORS = 200  # for the database, files, Redis and pipes


class TooSlow(Timeout):
    """The client did not send the expected data in time."""


class TimelyInput(pywsgi.Input):
    """A request's body; ConnectionResetError when it arrives too slowly."""

    __slots__ = ("_handler", "_received", "_waited")

    def __init__(self, handler: "TimelyHandler", body: pywsgi.Input) -> None:
        super().__init__(body.rfile, body.content_length, body.socket, body.chunked_input)
        # Weak: an environment that outlives its request must not keep the connection.
        self._handler = weakref.proxy(handler)
        self._received = 0
        self._waited = 0.0

    def read(self, length: int | None = None) -> bytes:
        """Up to `length` bytes, or all, in pieces that each must come in time."""
        pieces: list[bytes] = []
        left = length if length is not None and length >= 0 else None
        while left is None or left > 0:
            with self._in_time():
                piece = super().read(PIECE_BYTES if left is None else min(left, PIECE_BYTES))
            if not piece:
                break
            pieces.append(piece)
            self._received += len(piece)
            if self._received % TURN_BYTES < len(piece):
                gevent.sleep(PAUSE_SECONDS)  # a client that is fast enough is never waited for
            left = None if left is None else left - len(piece)
        return b"".join(pieces)

    def readline(self, size: int | None = None) -> bytes:
        """One line, in time."""
        with self._in_time():
            line: bytes = super().readline(size)
        self._received += len(line)
        return line

    @contextmanager
    def _in_time(self) -> Iterator[None]:
        allowed = BODY_GRACE_SECONDS + self._received / BODY_BYTES_PER_SECOND - self._waited
        started = time.monotonic()
        try:
            with Timeout(max(allowed, 0.001), TooSlow), self._handler.waiting():
                yield
        except TooSlow:
            self._handler.close_connection = True
            self._chunked_input_error = True  # nothing more is read, not even to discard it
            self.content_length = self.position
            raise ConnectionResetError(errno.ECONNRESET, "the body is too slow") from None
        finally:
            self._waited += time.monotonic() - started


class BoundedLines:
    """A request's headers, line by line; ValueError when they have too many bytes."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._left = MOST_HEADER_BYTES

    def readline(self, size: int) -> bytes:
        """The next line."""
        line: bytes = self._file.readline(min(size, self._left + 1))
        self._left -= len(line)
        if self._left < 0:
            raise ValueError("too many bytes of headers")
        return line


class TimelyHandler(pywsgi.WSGIHandler):
    """One connection."""

    server: "BoundedServer"
    served = 0  # requests
    _deadline: Timeout | None = None

    def handle(self) -> None:
        """Serve requests until either side ends the connection."""
        try:
            super().handle()
        except TooSlow:
            return
        finally:
            self._met_deadline()

    def read_requestline(self) -> str:
        """The first line of the next request."""
        if self.served:
            let_others_in()  # the next request may have come with the one before
        with Timeout(IDLE_SECONDS if self.served else FIRST_BYTE_SECONDS, TooSlow), self.waiting():
            self.rfile.peek(1)
        self.served += 1
        self._deadline = Timeout.start_new(HEADER_SECONDS, TooSlow)
        with self.waiting():
            line: str = super().read_requestline()
        return line

    def read_request(self, raw_requestline: str) -> Any:
        """Read the headers."""
        try:
            with self.waiting():
                return super().read_request(raw_requestline)
        finally:
            self._met_deadline()

    def MessageClass(self, file: Any, *_: Any) -> Any:  # noqa: N802  gevent's name
        """The headers; ValueError, which is answered with 400, when there are too many."""
        try:
            return super().MessageClass(BoundedLines(file))  # type: ignore[arg-type]
        except HTTPException as error:
            raise ValueError("too many headers") from error

    def get_environ(self) -> dict[str, Any]:
        """The WSGI environment, whose body has a deadline."""
        environ: dict[str, Any] = super().get_environ()
        body = self.wsgi_input
        assert body  # noqa: S101  made just now
        self.wsgi_input = TimelyInput(self, body)
        if environ["wsgi.input"] is body:
            environ["wsgi.input"] = self.wsgi_input
        else:
            self.close_connection = True  # after a WebSocket, no further request comes
        return environ

    def log_error(self, msg: str, *args: Any) -> None:
        """Log nothing of a request that cannot be read: it may hold a code or a link's token."""

    def _handle_client_error(self, ex: Exception) -> Any:
        if isinstance(ex, OSError):
            return None  # the client has gone; gevent would print where that was noticed
        return super()._handle_client_error(ex)  # type: ignore[misc]

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """While the client has to send something, the connection may be dropped for others."""
        self.server.connections.wait(self)
        try:
            yield
        finally:
            self.server.connections.go_on(self)

    def drop(self) -> None:
        """End the connection: whatever waits for its client reads the end of it."""
        try:
            self.socket.shutdown(SHUT_RDWR)
        except (OSError, AttributeError):
            return  # it has ended already

    def _met_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.close()
            self._deadline = None

    def _sendall(self, data: bytes) -> None:
        sock: Any = self.socket
        rest = memoryview(data)
        try:
            while rest:
                with Timeout(STALL_SECONDS, TimeoutError("the reader has stalled")):
                    rest = rest[sock.send(rest) :]  # its own timeout is not for a full buffer
        except OSError as error:
            self.status = f"socket error: {error}"
            self.close_connection = True
            raise ConnectionResetError(errno.ECONNRESET, "the reader has stalled") from error
        self.response_length += len(data)


class Connections:
    """All connections of a server, at most `most`."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._all: set[TimelyHandler] = set()
        self._waiting: dict[TimelyHandler, None] = {}  # for their clients, the longest first

    def arrive(self, handler: TimelyHandler) -> bool:
        """Note a new connection; whether there is room for it."""
        if len(self._all) >= self.most and not self._drop_oldest():
            return False
        self._all.add(handler)
        return True

    def leave(self, handler: TimelyHandler) -> None:
        """Forget a connection that has ended."""
        self._all.discard(handler)
        self._waiting.pop(handler, None)

    def wait(self, handler: TimelyHandler) -> None:
        """The client has to send something now."""
        self._waiting[handler] = None

    def go_on(self, handler: TimelyHandler) -> None:
        """It has."""
        self._waiting.pop(handler, None)

    def _drop_oldest(self) -> bool:
        oldest = next(iter(self._waiting), None)
        if oldest is None:
            return False
        oldest.drop()
        self.leave(oldest)
        return True


class BoundedServer(pywsgi.WSGIServer):
    """A WSGI server whose connections have deadlines and a bound."""

    handler_class = TimelyHandler

    def __init__(self, *args: Any, most: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.connections = Connections(most)

    def handle(self, sock: Any, address: Any) -> None:
        """Serve one connection, if there is room."""
        handler = self.handler_class(sock, address, self)
        if not self.connections.arrive(handler):
            sock.close()
            return
        sock.setsockopt(
            IPPROTO_TCP, TCP_NODELAY, 1
        )  # or a kept connection waits for its client's ACK
        try:
            handler.handle()
        finally:
            self.connections.leave(handler)


def room_for_connections() -> int:
    """How many connections fit once the descriptor limit is as high as the system allows."""
    wanted = MOST_CONNECTIONS * DESCRIPTORS_EACH + RESERVED_DESCRIPTORS
    descriptors = min(_raise_descriptor_limit(wanted), wanted)
    return max((descriptors - RESERVED_DESCRIPTORS) // DESCRIPTORS_EACH, 1)


def _raise_descriptor_limit(wanted: int) -> int:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limits = [limit for limit in (wanted, hard) if limit != resource.RLIM_INFINITY]
    most = min(limits)
    if soft == resource.RLIM_INFINITY or soft >= most:
        return wanted if soft == resource.RLIM_INFINITY else soft
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    except (OSError, ValueError):  # macOS allows less than it says
        return soft
    return most
