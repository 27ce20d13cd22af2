"""Engine.IO's connection with a bounded buffer: what a slow reader may keep waiting for it.

Engine.IO's own queue has no end, and its close waits for a reader who may never come.
"""

import logging
import time
from typing import Any

import engineio.socket
import gevent
from engineio.packet import PING, Packet
from gevent.event import Event

log = logging.getLogger(__name__)
MOST_WAITING_BYTES = 2 * 1024 * 1024
PACKET_BYTES = 500  # what a packet costs beside its data


class Burst:
    """Packets that leave over a WebSocket together: Engine.IO would write each by itself."""

    def __init__(self, packets: list[Packet]) -> None:
        self._packets = packets

    def encode(self) -> list[str | bytes]:
        """As `websocket.SafeServer` sends them."""
        return [pkt.encode() for pkt in self._packets]


class BoundedSocket(engineio.socket.Socket):  # type: ignore[misc]
    """A connection that is cut off when more waits for it than MOST_WAITING_BYTES."""

    def __init__(self, server: Any, sid: str) -> None:
        super().__init__(server, sid)
        self._queued = self._under_way = 0
        self._websocket: Any = None
        self._cut_off = False
        self._over = Event()

    @property
    def waiting_bytes(self) -> int:
        """What the reader has not taken yet."""
        return self._queued + self._under_way

    def send(self, pkt: Packet) -> None:
        """Queue a packet; for one too many, the reader is cut off."""
        if self._cut_off:
            return
        if self.waiting_bytes + _size(pkt) > MOST_WAITING_BYTES:
            self._cut_off = True
            # Not here: whoever sends to a whole room must go on.
            gevent.spawn(self._end)
            return
        self._queued += _size(pkt)
        super().send(pkt)

    def poll(self) -> "list[Packet] | list[Burst]":
        """The packets to send next; those of the time before have been taken."""
        self._under_way = 0
        packets: list[Packet] = super().poll()
        self._under_way = sum(_size(pkt) for pkt in packets)
        self._queued -= self._under_way
        return [Burst(packets)] if packets and self.upgraded else packets

    def close(self, wait: bool = True, abort: bool = False, reason: Any = None) -> None:
        """Close without waiting until a reader, who may be gone, has taken everything."""
        super().close(wait=False, abort=abort, reason=reason)
        self._over.set()

    def _send_ping(self) -> None:
        """Ask whether the reader is there; until then, wait no longer than the connection lasts.

        Engine.IO's sleeps on, and keeps all of a connection that is over in memory meanwhile.
        """
        if not self._over.wait(self.server.ping_interval) and not self.closed:
            self.last_ping = time.time()
            self.send(Packet(PING))

    def _websocket_handler(self, ws: Any) -> Any:
        self._websocket = ws
        try:
            return super()._websocket_handler(ws)
        finally:
            self._websocket = None

    def _end(self) -> None:
        log.warning("a reader is cut off: more than %s bytes wait for it", MOST_WAITING_BYTES)
        while not self.queue.empty():
            self.queue.get(block=False)
            self.queue.task_done()
        self.close(abort=True, reason=self.server.reason.TRANSPORT_ERROR)
        if self._websocket is not None:
            self._websocket.abort()


def _size(pkt: Packet) -> int:
    return PACKET_BYTES + (len(pkt.data) if isinstance(pkt.data, (str, bytes)) else 0)


def install() -> None:
    """Make Engine.IO use it."""
    engineio.socket.Socket = BoundedSocket
