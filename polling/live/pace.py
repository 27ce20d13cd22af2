"""The pace of a person's connections together: how fast they are read, and their packets handled.

Otherwise, somebody with many connections would get as many turns. People who share a link have a
pace for each browser, so that they do not wait for each other, within a faster one for the link, as
anybody can be many browsers.
"""

import time
from collections.abc import Callable, Hashable
from weakref import WeakValueDictionary

import gevent
from engineio.packet import Packet

from polling.core.locks import Lock

BURST_PACKETS, PACE_SECONDS = 20, 0.01  # this many at once, then one at a time at this pace
LARGE_BYTES = 2048  # a packet of twice this size counts as three, and so on
LONGEST_WAIT_SECONDS = 5.0  # of one packet, behind those of other connections of the person
READING_FACTOR = 4  # reading takes at most a quarter of the loop
READING_BURST_SECONDS = 0.002  # of reading without a pause, after which others get a turn
LONGEST_PAUSE_SECONDS = 1.0  # for one piece that was read
LINK_SPEED = (
    2  # of a link's packets: twice as many as of a browser, and of the events that it may send
)
CHECK_SECONDS = 0.02  # between two looks at whether a connection that waits is closed


class Pace:
    """When the next packet may be handled, and the next bytes read.

    Args:
        speed: how many times as many packets.

    `within` is another pace, which must also be kept.
    """

    def __init__(self, speed: int = 1) -> None:
        self._packets_until = self._reading_until = 0.0
        self._readers = Lock()
        self._packet_seconds = PACE_SECONDS / speed
        self.within: Pace | None = None

    @property
    def packets_wait(self) -> float:
        """How many seconds the packets received so far still have to wait."""
        return max(0.0, self._packets_until - time.monotonic())

    @property
    def until_fresh(self) -> float:
        """How many seconds it takes until nothing is left of what was used."""
        burst = BURST_PACKETS * PACE_SECONDS
        own = max(self._packets_until, self._reading_until) + burst - time.monotonic()
        return max(0.0, own, self.within.until_fresh if self.within else 0.0)

    def reserve(self, pkt: Packet) -> float | None:
        """Return how many seconds this packet must wait, so that others have their turn before.

        None if it would be more than LONGEST_WAIT_SECONDS; then nothing is reserved.
        """
        packets = 1 + len(pkt.data or "") / LARGE_BYTES
        wait = self.wait_after(packets)
        if wait > LONGEST_WAIT_SECONDS:
            return None
        self.use(packets)
        return wait

    def wait_after(self, packets: float) -> float:
        """Return how many seconds the last of so many more packets would have to wait."""
        own = self._until_after(packets) - time.monotonic()
        return max(0.0, own, self.within.wait_after(packets) if self.within else 0.0)

    def use(self, packets: float) -> None:
        """Count so many packets."""
        self._packets_until = self._until_after(packets)
        if self.within:
            self.within.use(packets)

    def _until_after(self, packets: float) -> float:
        earliest = time.monotonic() - BURST_PACKETS * PACE_SECONDS
        return max(self._packets_until, earliest) + self._packet_seconds * packets

    def count_reading(self, seconds: float) -> None:
        """Count time that reading has taken."""
        earliest = time.monotonic() - READING_FACTOR * READING_BURST_SECONDS
        pause = min(READING_FACTOR * seconds, LONGEST_PAUSE_SECONDS)
        self._reading_until = max(self._reading_until, earliest) + pause
        if self.within:
            self.within.count_reading(seconds)

    def wait_to_read(self, is_over: Callable[[], bool]) -> None:
        """Wait until this connection may be read or is over. Nothing is read while packets wait."""
        with self._readers:
            while not is_over() and (wait := self._reading_wait()) > 0:
                gevent.sleep(min(wait, CHECK_SECONDS))
            if self.within:
                self.within.wait_to_read(is_over)

    def _reading_wait(self) -> float:
        return max(self.packets_wait, self._reading_until - time.monotonic())


_paces: WeakValueDictionary[Hashable, Pace] = WeakValueDictionary()


def pace_of(sender: Hashable, pace: Pace | None = None) -> Pace:
    """Return the pace that a person's or network's connections share; at first, it is `pace`."""
    return _paces.setdefault(sender, pace or Pace())


def keep(pace: Pace) -> None:
    """Keep the pace of a closed connection for new ones, until it would no longer delay them."""
    if seconds := pace.until_fresh:
        gevent.spawn_later(seconds, id, pace)
