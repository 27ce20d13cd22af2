"""An Engine.IO connection with limits on its send queue and on its client.

Engine.IO's queue is unbounded, its close may wait forever for the reader, and a client that never
joins a workshop stays connected forever.
"""

import logging
import time
from typing import Any

import engineio.socket
import gevent
from engineio.exceptions import ContentTooLongError
from engineio.packet import MESSAGE, NOOP, PING, Packet
from gevent.event import Event

from polling.core.errors import TooMany
from polling.core.rate_limits import spend
from polling.core.turns import JOINING, STRANGER, sender_in
from polling.live.pace import LINK_SPEED, Pace, keep, pace_of
from polling.live.websocket import MAX_MESSAGE_BYTES

log = logging.getLogger(__name__)
MOST_WAITING_BYTES = 2 * 1024 * 1024
PACKET_BYTES = 500  # overhead of a packet
MOST_POSTS = 2  # of a client that polls: pages send one at a time, and browsers may repeat it
UPGRADE_PAUSE_SECONDS = 0.1  # between the polls of a client that upgrades to a WebSocket
JOIN_SECONDS = 40.0  # from the handshake, or the end of its part, until the client has joined
MOST_TRIES = 3  # to join, on one connection: each takes a query, and pages try once
UNJOINED_BYTES = 4096  # of a message or POST from a connection that has not joined
MOST_UNJOINED = 4000  # connections that have not joined; more than a room that reconnects at once
CONNECTED, LEFT = "0", "1"  # Socket.IO's packet types, as the first letter of a message

# Connections that have not joined, oldest first.
_unjoined: "dict[BoundedSocket, None]" = {}


class Burst:
    """Packets sent over a WebSocket together; Engine.IO would write each one separately."""

    def __init__(self, packets: list[Packet]) -> None:
        self._packets = packets

    def encode(self) -> list[str | bytes]:
        """Encode the packets for `websocket.SafeServer`."""
        return [pkt.encode() for pkt in self._packets]


class BoundedSocket(engineio.socket.Socket):  # type: ignore[misc]
    """A connection that is closed if it exceeds a limit.

    The limits: at most MOST_WAITING_BYTES wait for its reader; its packets are within the rate
    limit, and none waits for LONGEST_WAIT_SECONDS; a client that polls sends MOST_POSTS at once; it
    joins a workshop within JOIN_SECONDS, and sends no message above UNJOINED_BYTES before.
    """

    def __init__(self, server: Any, sid: str) -> None:
        super().__init__(server, sid)
        self._queued = self._under_way = 0
        self._websocket: Any = None
        self._cut_off = False
        self._over = Event()
        self._polls = self._posts = self._tries = 0
        self._sender = STRANGER
        self._pace = Pace()
        self._join_deadline = gevent.get_hub().loop.timer(JOIN_SECONDS)
        self._await_joining()

    @property
    def waiting_bytes(self) -> int:
        """The bytes that the reader has not received yet."""
        return self._queued + self._under_way

    def send(self, pkt: Packet) -> None:
        """Queue a packet; close the connection if the queue is full."""
        if self._cut_off:
            return
        if self.waiting_bytes + _size(pkt) > MOST_WAITING_BYTES:
            self.cut(f"more than {MOST_WAITING_BYTES} bytes wait for it")
            return
        self._queued += _size(pkt)
        if self in _unjoined and _begins(pkt, CONNECTED):
            self._has_joined()
        super().send(pkt)
        self._note_leaving(pkt)

    def receive(self, pkt: Packet) -> None:
        """Handle a packet from the client; close the connection above a limit."""
        if self._is_over or not self._wait_for_turn(pkt):
            return
        super().receive(pkt)
        self._note_leaving(pkt)

    def _note_leaving(self, pkt: Packet) -> None:
        """Wait for the client to join again, if this packet from or to it ends its part."""
        if _begins(pkt, LEFT) and not (self.closing or self.closed):
            self._await_joining()

    def _wait_for_turn(self, pkt: Packet) -> bool:
        """Return whether the packet may be handled: the connection is within limits, and open."""
        try:
            spend("packet", self.sid)
        except TooMany:
            self.cut("it sends too many packets")
            return False
        wait = self._pace.reserve(pkt)
        if wait is None:
            self.cut("too many packets of its sender wait")
            return False
        if wait:
            self._over.wait(wait)
        if _begins(pkt, CONNECTED):
            self._wait_to_join()
        return not self._is_over

    def _wait_to_join(self) -> None:
        self._tries += 1
        if self._tries > MOST_TRIES:
            self.cut("it joins too often")
        if not self._is_over:
            JOINING.begin(self._sender)

    @property
    def _is_over(self) -> bool:
        return bool(self.closed or self._cut_off)

    def pace_with(self, person: str, link: str = "") -> None:
        """Share a pace with this person's other connections, within the pace of their link."""
        self._pace = pace_of(person, self._pace)
        if link:
            self._pace.within = pace_of(link, Pace(LINK_SPEED))
        self._limit_reading()

    def handle_get_request(self, environ: Any, start_response: Any) -> Any:
        """Answer a poll, or upgrade to a WebSocket: only one of each at a time."""
        self._sender = sender_in(environ)
        if "HTTP_UPGRADE" in environ:
            if self._websocket is not None:
                return self.server._bad_request()  # noqa: SLF001  as the base class does
            return super().handle_get_request(environ, start_response)
        if self.upgrading:
            # Engine.IO answers at once, and the client polls again at once until it has upgraded,
            # which takes 25 s to fail if a proxy forwards nothing.
            gevent.sleep(UPGRADE_PAUSE_SECONDS)
        if self._polls:
            self.send(Packet(NOOP))  # ends the older poll, so that a client has only one
        self._polls += 1
        try:
            return super().handle_get_request(environ, start_response)
        finally:
            self._polls -= 1

    def handle_post_request(self, environ: Any) -> None:
        """Receive the packets of a client that polls.

        Raises ContentTooLongError, which closes the connection, if it sends what no page sends.
        """
        self._sender = sender_in(environ)
        is_too_long = self in _unjoined and int(environ.get("CONTENT_LENGTH", 0)) > UNJOINED_BYTES
        if is_too_long or self._posts >= MOST_POSTS:
            raise ContentTooLongError
        self._posts += 1
        try:
            super().handle_post_request(environ)
        finally:
            self._posts -= 1

    def poll(self) -> "list[Packet] | list[Burst]":
        """Return the packets to send next; those of the previous poll have been received."""
        self._under_way = 0
        packets: list[Packet] = super().poll()
        self._under_way = sum(_size(pkt) for pkt in packets)
        self._queued -= self._under_way
        return [Burst(packets)] if packets and self.upgraded else packets

    def close(self, wait: bool = True, abort: bool = False, reason: Any = None) -> None:
        """Close without waiting until the reader has received everything."""
        self._has_joined()  # or never will
        super().close(wait=False, abort=abort, reason=reason)
        self._over.set()
        keep(self._pace)
        if self._websocket is not None and not self.upgraded:
            self._websocket.abort()  # otherwise it would wait for the rest of the upgrade

    def _send_ping(self) -> None:
        """Send a ping, and wait for it no longer than the connection lasts.

        Engine.IO's version keeps sleeping, and so keeps a closed connection in memory.
        """
        if not self._over.wait(self.server.ping_interval) and not self.closed:
            self.last_ping = time.time()
            self.send(Packet(PING))

    def _websocket_handler(self, ws: Any) -> Any:
        self._websocket = ws
        self._limit_reading()
        try:
            return super()._websocket_handler(ws)
        finally:
            self._websocket = None

    def _await_joining(self) -> None:
        _unjoined[self] = None
        self._limit_reading()
        self._join_deadline.stop()
        self._join_deadline.start(gevent.spawn, self.cut, "it has joined no workshop")
        if len(_unjoined) > MOST_UNJOINED:
            next(iter(_unjoined)).cut("too many others have joined no workshop")

    def _has_joined(self) -> None:
        _unjoined.pop(self, None)
        self._limit_reading()
        self._join_deadline.stop()

    def _limit_reading(self) -> None:
        if self._websocket is None:
            return
        if self in _unjoined:
            self._websocket.limit_reading(UNJOINED_BYTES, pace_of(self._sender))
        else:
            self._websocket.limit_reading(MAX_MESSAGE_BYTES, self._pace)

    def cut(self, reason: str) -> None:
        """Close the connection in the next iteration of the event loop."""
        if not self._cut_off and not self.closed:
            self._cut_off = True
            log.warning("closing a connection: %s", reason)
            self._has_joined()
            gevent.spawn(self._end)

    def _end(self) -> None:
        while not self.queue.empty():
            self.queue.get(block=False)
            self.queue.task_done()
        self.close(abort=True, reason=self.server.reason.TRANSPORT_ERROR)
        if self._websocket is not None:
            self._websocket.abort()


def _begins(pkt: Packet, letter: str) -> bool:
    """Return whether this is a Socket.IO packet of the type `letter`."""
    return pkt.packet_type == MESSAGE and isinstance(pkt.data, str) and pkt.data[:1] == letter


def _size(pkt: Packet) -> int:
    return PACKET_BYTES + (len(pkt.data) if isinstance(pkt.data, (str, bytes)) else 0)


def install() -> None:
    """Make Engine.IO use this class."""
    engineio.socket.Socket = BoundedSocket
