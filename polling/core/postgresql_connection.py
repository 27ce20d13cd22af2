"""A connection to PostgreSQL that takes its lock as it begins, and lets others go on as it waits.

Under gevent, psycopg waits with a patched poll(), which makes its watchers anew each time, and in a
real thread an event loop of its own. Here a greenlet waits with one watcher, and a thread in C.
"""

import select
from typing import Any

import gevent
import psycopg
from gevent import monkey
from psycopg import waiting
from psycopg.abc import RV, PQGen

from polling.core.threads import in_the_event_loop

READ, WRITE = int(waiting.WAIT_R), int(waiting.WAIT_W)  # in libev's numbers too
INTERVAL_SECONDS = 0.1  # psycopg's own: how often a waiting thread looks for signals
WHOLE_DATABASE = 7_655_412  # advisory lock: shared by the writers of single workshops
ONE_WORKSHOP = 7_655_414  # first half of the advisory lock of a workshop's writer

READER = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
WRITER = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"  # sees what was committed as it waited

POLLS = {
    READ: select.POLLIN,
    WRITE: select.POLLOUT,
    READ | WRITE: select.POLLIN | select.POLLOUT,
}
_poll = monkey.get_original("select", "poll")
_wait_in_a_thread = getattr(waiting, "wait_c", waiting.wait)  # without C, psycopg has no other


class LockingConnection(psycopg.Connection[Any]):
    """In autocommit mode, so that `begin` and not the driver says how a transaction begins."""

    def begin(self, *, writes: bool, workshop_id: int | None) -> None:
        """Begin in one round trip: as a reader, or as the only writer of a workshop or of all."""
        self.execute(_begin(writes=writes, workshop_id=workshop_id), prepare=False)

    def wait(
        self,
        gen: PQGen[RV],
        interval: float = INTERVAL_SECONDS,
        timeout: float | None = None,
    ) -> RV:
        """What psycopg calls until PostgreSQL has answered."""
        if timeout is not None or not monkey.is_module_patched("select"):
            return super().wait(gen, interval, timeout)
        if in_the_event_loop():
            return _wait_in_the_event_loop(gen, self.pgconn.socket)
        return _wait_in_a_thread(gen, self.pgconn.socket, interval)

    @property
    def is_lost(self) -> bool:
        """Whether PostgreSQL has ended an idle connection: else there is nothing to read."""
        return self.closed or bool(_ready(self.pgconn.socket, READ))


def _begin(*, writes: bool, workshop_id: int | None) -> bytes:
    if not writes:
        return READER.encode()
    if workshop_id is None:
        return f"{WRITER}; SELECT pg_advisory_xact_lock({WHOLE_DATABASE})".encode()
    # Always in this order, or two writers could wait for each other.
    return (
        f"{WRITER}; SELECT pg_advisory_xact_lock_shared({WHOLE_DATABASE}); "
        f"SELECT pg_advisory_xact_lock({ONE_WORKSHOP}, {workshop_id:d})"
    ).encode()


def _wait_in_the_event_loop(gen: PQGen[RV], socket: int) -> RV:
    hub = gevent.get_hub()
    try:
        wanted = int(next(gen))
        while True:
            watcher = hub.loop.io(socket, wanted)
            try:
                hub.wait(watcher)
            finally:
                watcher.close()
            both = wanted == READ | WRITE
            wanted = int(gen.send(_ready(socket, wanted) if both else wanted))
    except StopIteration as done:
        answer: RV = done.value
        return answer


def _ready(socket: int, wanted: int) -> int:
    """Those of READ and WRITE for which the socket is ready now; an error is one to read."""
    poll = _poll()
    poll.register(socket, POLLS[wanted])
    ready = 0
    for _socket, event in poll.poll(0):
        ready |= READ if event & ~select.POLLOUT else 0
        ready |= WRITE if event & select.POLLOUT else 0
    return ready & wanted
