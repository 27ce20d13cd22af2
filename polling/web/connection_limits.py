"""HTTP connections with timeouts and a limit, on gevent's WSGI server.

gevent waits forever for a client that sends nothing, sends slowly, or does not read the response.
Here, each of these closes the connection. If there are too many connections, those that have waited
longest for a request are closed. A connection whose request is being answered, including every
WebSocket, is never closed here; `polling.live` limits those.

Before a request is parsed, it waits for its sender's turn (`polling.core.turns`). What is done for
strangers before that costs a tenth of answering them.
"""

import errno
import re
import resource
import select
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from email.errors import MissingHeaderBodySeparatorDefect
from io import BytesIO
from socket import IPPROTO_TCP, SHUT_RDWR, TCP_NODELAY
from typing import Any

import gevent
from gevent import Timeout, pywsgi
from gevent.monkey import get_original

from polling.core.turns import REQUESTS, SENDER, Sender
from polling.web.senders import MOST_COOKIE_BYTES

FIRST_BYTE_SECONDS = 20.0  # from the connection to the first byte of a request
IDLE_SECONDS = 150.0  # between two requests; longer than proxies keep a connection open
HEADER_SECONDS = 20.0  # from the first byte of a request to the end of its headers
MOST_HEADER_BYTES, MOST_HEADER_LINES = 16 * 1024, 100  # of a request
LENGTH = re.compile(r"[0-9]+[ \t]*")  # of a body; int() accepts more, such as "+5" and "5_0"
END_OF_HEADERS = (b"\r\n", b"\n", b"")
# The server needs a millisecond to parse each KB of these. Browsers send less.
SHORTENED = (
    "CONTENT_TYPE",
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_CHARSET",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_ACCEPT_LANGUAGE",
)
MOST_CHARACTERS = 500  # of each
# The cookies that this server sets. Parsing thousands of others would need 3 ms.
COOKIES = ("polling", "polling-known")
OWN_COOKIES = [re.compile(rf"(?:^|;)\s*({name}=[^;]{{0,{MOST_COOKIE_BYTES}}})") for name in COOKIES]
LENGTH_REQUIRED = b"HTTP/1.1 411 Length Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
BODY_GRACE_SECONDS = 20.0
BODY_BYTES_PER_SECOND = 500  # a slower body is refused, after a grace period
STALL_SECONDS = 20.0  # a reader of a response must receive something within this time
UNAVAILABLE = (
    b"HTTP/1.1 503 Service Unavailable\r\n"
    b"Retry-After: 5\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
)
PIECE_BYTES = 4096
TURN_BYTES, PAUSE_SECONDS = 64 * 1024, 0.001  # others get a turn after this many bytes of a body

MOST_WAITING = 4_000  # requests of one sender; more than those of a room that scans one QR code
MOST_CONNECTIONS = 20_000
MOST_ACCEPTED_AT_ONCE = 20  # connections in one iteration of the event loop
DESCRIPTORS_EACH = 2  # simple-websocket duplicates its socket
RESERVED_DESCRIPTORS = 200  # for the database, files, Redis and pipes
# Reported also if the client has sent more before it closed. (macOS reports POLLHUP for that.)
ENDED = getattr(select, "POLLRDHUP", 0) | select.POLLHUP | select.POLLERR


SenderOf = Callable[[bytes, str], Sender]


class TooManyWait(Exception):
    """The sender of this request has too many other requests that wait."""


class LengthRequired(ValueError):
    """The request's body comes in chunks, without its length."""


class TooSlow(Timeout):
    """The client did not send the expected data in time."""


class TimelyInput(pywsgi.Input):
    """A request's body. Raises ConnectionResetError if it arrives too slowly."""

    __slots__ = ("_handler", "_received", "_waited")

    def __init__(self, handler: "TimelyHandler", body: pywsgi.Input) -> None:
        super().__init__(body.rfile, body.content_length, body.socket, body.chunked_input)
        # A weak reference, because an environment may outlive its request.
        self._handler = weakref.proxy(handler)
        self._received = 0
        self._waited = 0.0

    def read(self, length: int | None = None) -> bytes:
        """Read up to `length` bytes, or all, in pieces with a timeout each."""
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
                gevent.sleep(PAUSE_SECONDS)  # the timeout does not count this pause
            left = None if left is None else left - len(piece)
        return b"".join(pieces)

    def readline(self, size: int | None = None) -> bytes:
        """Read one line, with the timeout."""
        with self._in_time():
            line: bytes = super().readline(size)
        self._received += len(line)
        return line

    def has_ended(self) -> bool:
        """Return whether the client has closed the connection."""
        return bool(self._handler.has_ended())

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


def client_has_gone(environ: Mapping[str, Any]) -> bool:
    """Return whether the client of a request has closed its connection."""
    body = environ.get("wsgi.input")
    return isinstance(body, TimelyInput) and body.has_ended()


def received_headers(file: Any) -> list[bytes]:
    """Receive the lines of a request's headers, unparsed, until they end or are too many."""
    lines: list[bytes] = []
    left = MOST_HEADER_BYTES
    while left > 0 and len(lines) < MOST_HEADER_LINES:
        lines.append(file.readline(left))
        left -= len(lines[-1])
        if lines[-1] in END_OF_HEADERS:
            break
    return lines


def own_cookies(header: str) -> str:
    """Return a Cookie header with the first of each of COOKIES only."""
    found = [pattern.search(header) for pattern in OWN_COOKIES]
    return "; ".join(cookie[1] for cookie in found if cookie)


class TimelyHandler(pywsgi.WSGIHandler):
    """Handles one connection."""

    server: "BoundedServer"
    sender: Sender | None = None  # of the latest request
    _header_lines: Sequence[bytes] = ()

    def handle(self) -> None:
        """Serve requests until either side closes the connection."""
        with suppress(TooSlow, ConnectionError):
            super().handle()

    def read_requestline(self) -> str:
        """Receive the first line of the next request, and its headers."""
        with Timeout(IDLE_SECONDS if self.sender else FIRST_BYTE_SECONDS, TooSlow), self.waiting():
            self.rfile.peek(1)
        with Timeout(HEADER_SECONDS, TooSlow), self.waiting():
            line: str = super().read_requestline()
            self._header_lines = received_headers(self.rfile) if " HTTP/" in line else ()
        return line

    def read_request(self, raw_requestline: str) -> Any:
        """Parse the request when it is its sender's turn. Raises TooManyWait, or ValueError."""
        headers = b"".join(self._header_lines)
        self.sender = self.server.sender_of(headers, self.client_address[0])
        if REQUESTS.waiting(self.sender) >= MOST_WAITING:
            raise TooManyWait
        REQUESTS.begin(self.sender)
        return super().read_request(raw_requestline)

    def MessageClass(self, *_: Any) -> Any:  # noqa: N802  gevent's name
        """Parse the headers.

        Raises:
            ValueError: they are too many, or a proxy could find another end of the request
                (answered with 400).
            LengthRequired: the body has no length. Browsers send it, and tiny chunks would need
                much time.
        """
        lines, self._header_lines = self._header_lines, ()
        if not lines or lines[-1] not in END_OF_HEADERS:
            raise ValueError("too many headers")
        headers = super().MessageClass(BytesIO(b"".join(lines)))
        if any(isinstance(one, MissingHeaderBodySeparatorDefect) for one in headers.defects):
            raise ValueError("not a header")  # the lines after it were not read
        if "Transfer-Encoding" in headers:
            raise LengthRequired
        lengths = headers.get_all("Content-Length", [])
        if len(lengths) > 1 or not all(map(LENGTH.fullmatch, lengths)):
            raise ValueError("not a length")
        return headers

    def get_environ(self) -> dict[str, Any]:
        """Return the WSGI environment, with a timeout for the body."""
        environ: dict[str, Any] = super().get_environ()
        environ[SENDER] = self.sender
        for name in SHORTENED:
            if name in environ:
                environ[name] = environ[name][:MOST_CHARACTERS]
        if "HTTP_COOKIE" in environ:
            environ["HTTP_COOKIE"] = own_cookies(environ["HTTP_COOKIE"])
        body = self.wsgi_input
        assert body  # noqa: S101  made just now
        self.wsgi_input = TimelyInput(self, body)
        if environ["wsgi.input"] is body:
            environ["wsgi.input"] = self.wsgi_input
        else:
            self.close_connection = True  # no further request follows a WebSocket
        return environ

    def write(self, data: bytes) -> None:
        """Send the headers and a part of the body; to HEAD, only the headers."""
        is_head = self.command == "HEAD"
        super().write(b"" if is_head else data)
        if is_head:
            self.response_use_chunked = False  # or the last chunk would follow

    def log_error(self, msg: str, *args: Any) -> None:
        """Log nothing about an invalid request, which may contain a code or a link's token."""

    def _handle_client_error(self, ex: Exception) -> Any:
        if isinstance(ex, OSError):
            return None  # the client has gone; gevent would print a traceback
        if isinstance(ex, LengthRequired):
            return "411", LENGTH_REQUIRED
        if isinstance(ex, TooManyWait):
            return "503", UNAVAILABLE
        return super()._handle_client_error(ex)  # type: ignore[misc]

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Wait for the client; during this block, the connection may be closed to make room."""
        self.server.connections.wait(self)
        try:
            yield
        finally:
            self.server.connections.go_on(self)

    def has_ended(self) -> bool:
        """Return whether the client has closed the connection, without waiting."""
        if self.socket.fileno() < 0:
            return True
        poll = get_original("select", "poll")()  # gevent's would let others run
        poll.register(self.socket, select.POLLIN | ENDED)
        return any(event & ENDED for _, event in poll.poll(0))

    def drop(self) -> None:
        """Close the connection; whatever waits for its client gets an end of file."""
        try:
            self.socket.shutdown(SHUT_RDWR)
        except (OSError, AttributeError):
            return  # it is closed already

    def _sendall(self, data: bytes) -> None:
        sock: Any = self.socket
        rest = memoryview(data)
        try:
            while rest:
                with Timeout(STALL_SECONDS, TimeoutError("the reader has stalled")):
                    rest = rest[sock.send(rest) :]  # its own timeout does not cover this
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
        self._waiting: dict[TimelyHandler, None] = {}  # waiting for their clients, longest first

    def arrive(self, handler: TimelyHandler) -> bool:
        """Add a new connection; return whether there is room for it."""
        if len(self._all) >= self.most and not self._drop_oldest():
            return False
        self._all.add(handler)
        return True

    def leave(self, handler: TimelyHandler) -> None:
        """Remove a closed connection."""
        self._all.discard(handler)
        self._waiting.pop(handler, None)

    def wait(self, handler: TimelyHandler) -> None:
        """Mark a connection as waiting for its client."""
        self._waiting[handler] = None

    def go_on(self, handler: TimelyHandler) -> None:
        """Mark a connection as no longer waiting."""
        self._waiting.pop(handler, None)

    def _drop_oldest(self) -> bool:
        oldest = next(iter(self._waiting), None)
        if oldest is None:
            return False
        oldest.drop()
        self.leave(oldest)
        return True


class BoundedServer(pywsgi.WSGIServer):
    """A WSGI server with timeouts for connections and a limit on their number.

    Args:
        most: the number of connections.
        sender_of: returns the sender of a request, given its unparsed headers and its address.
    """

    handler_class = TimelyHandler
    max_accept = MOST_ACCEPTED_AT_ONCE

    def __init__(self, *args: Any, most: int, sender_of: SenderOf, **options: Any) -> None:
        super().__init__(*args, **options)
        self.connections = Connections(most)
        self.sender_of = sender_of

    def handle(self, sock: Any, address: Any) -> None:
        """Serve one connection, if there is room."""
        handler = self.handler_class(sock, address, self)
        if not self.connections.arrive(handler):
            sock.close()
            return
        sock.setsockopt(
            IPPROTO_TCP, TCP_NODELAY, 1
        )  # or a kept-alive connection waits for its client's ACK
        try:
            handler.handle()
        finally:
            self.connections.leave(handler)


def room_for_connections() -> int:
    """Raise the descriptor limit as far as possible, and return how many connections fit."""
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
    except (OSError, ValueError):  # macOS allows less than it reports
        return soft
    return most
