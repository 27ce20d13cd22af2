"""A PostgreSQL connection that locks at the start of a transaction, and waits without blocking.

Under gevent, psycopg waits with a patched poll(), which creates new watchers each time and, in a
native thread, a new event loop. Here, a greenlet waits with one watcher, and a thread waits in C.
"""

import select
from typing import Any

import gevent
import psycopg
from gevent import monkey
from psycopg import waiting
from psycopg.abc import RV, PQGen

from polling.core.sqlite_connection import LOCK_WAIT_MS
from polling.core.threads import in_the_event_loop

READ, WRITE = int(waiting.WAIT_R), int(waiting.WAIT_W)  # the same numbers as in libev
INTERVAL_SECONDS = 0.1  # as in psycopg: how often a waiting thread checks for signals
WHOLE_DATABASE = 7_655_412  # advisory lock, shared by the writers of single workshops
ONE_WORKSHOP = 7_655_414  # first half of the advisory lock for a workshop's writer

# A process that stops while it writes loses its lock before others give up waiting for it. Between
# its statements, a writer only computes for milliseconds.
STOPPED_MS = LOCK_WAIT_MS // 2

READER = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
# It sees commits made while it waited.
WRITER = (
    "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; "
    f"SET LOCAL idle_in_transaction_session_timeout = {STOPPED_MS}"
)

POLLS = {
    READ: select.POLLIN,
    WRITE: select.POLLOUT,
    READ | WRITE: select.POLLIN | select.POLLOUT,
}
_poll = monkey.get_original("select", "poll")
_wait_in_a_thread = getattr(waiting, "wait_c", waiting.wait)  # the C extension may be missing


class LockingConnection(psycopg.Connection[Any]):
    """A connection in autocommit mode, so that `begin` and not the driver starts transactions."""

    def begin(self, *, writes: bool, workshop_id: int | None) -> None:
        """Begin in one round trip: as a reader, or as the only writer of a workshop or database."""
        self.execute(_begin(writes=writes, workshop_id=workshop_id), prepare=False)

    def wait(
        self,
        gen: PQGen[RV],
        interval: float = INTERVAL_SECONDS,
        timeout: float | None = None,
    ) -> RV:
        """Wait until PostgreSQL has answered; called by psycopg."""
        if timeout is not None or not monkey.is_module_patched("select"):
            return super().wait(gen, interval, timeout)
        if in_the_event_loop():
            return _wait_in_the_event_loop(gen, self.pgconn.socket)
        return _wait_in_a_thread(gen, self.pgconn.socket, interval)

    @property
    def is_lost(self) -> bool:
        """Return whether PostgreSQL has closed an idle connection (else nothing is readable)."""
        return self.closed or bool(_ready(self.pgconn.socket, READ))


def _begin(*, writes: bool, workshop_id: int | None) -> bytes:
    if not writes:
        return READER.encode()
    if workshop_id is None:
        return f"{WRITER}; SELECT pg_advisory_xact_lock({WHOLE_DATABASE})".encode()
    # Always in this order, to avoid deadlocks between writers.
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
    """Return READ, WRITE or both, if the socket is ready for them; an error counts as readable."""
    poll = _poll()
    poll.register(socket, POLLS[wanted])
    ready = 0
    for _socket, event in poll.poll(0):
        ready |= READ if event & ~select.POLLOUT else 0
        ready |= WRITE if event & select.POLLOUT else 0
    return ready & wanted
