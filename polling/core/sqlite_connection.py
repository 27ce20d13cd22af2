"""A SQLite connection that waits in Python, so that gevent can run other greenlets.

SQLite itself would block the event loop: while it waits for a lock (up to a tenth of a second at a
time), and while the disk writes a commit. Here, locks are polled, and a commit runs in a native
thread.
"""

import sqlite3
import time
from collections.abc import Callable, Iterable
from functools import partial

import gevent
from gevent import monkey

from polling.core.threads import in_the_event_loop

LOCK_WAIT_MS = 10_000
LOOK_SECONDS = 0.002
PRIMARY_CODE = 0xFF  # masks an extended error code, to recognize all kinds of "busy"
REAL_SLEEP = monkey.get_original("time", "sleep")  # for the thread that commits
SHARE = "SELECT 1 FROM sqlite_schema LIMIT 1"  # the cheapest statement that takes the shared lock


class WaitingConnection(sqlite3.Connection):
    """A connection whose transactions take their lock at the start; later statements never wait."""

    def prepare(self, pragmas: Iterable[str]) -> None:
        """Configure a new connection. Some pragmas read the file, so they wait for its lock too."""
        self.execute("PRAGMA busy_timeout = 0")
        for pragma in pragmas:
            _ask_again(partial(self._take, f"PRAGMA {pragma}"), time.sleep)
        self.execute(f"PRAGMA busy_timeout = {LOCK_WAIT_MS}")

    def begin(self, *, writes: bool) -> None:
        """Begin; a writer locks at once, because a reader that becomes a writer cannot wait."""
        self.execute("PRAGMA busy_timeout = 0")
        try:
            if writes:
                _ask_again(lambda: self._take("BEGIN IMMEDIATE"), time.sleep)
            else:
                self.execute("BEGIN")
                _ask_again(lambda: self._take(SHARE), time.sleep)
        finally:
            self.execute(f"PRAGMA busy_timeout = {LOCK_WAIT_MS}")

    def alone(self, statement: str) -> None:
        """Run a statement that locks the whole file, such as VACUUM, in a native thread."""
        self._ask_at_once(lambda: self._take(statement))

    def empty_the_log(self) -> None:
        """Checkpoint the write-ahead log and truncate it, in a thread."""
        self._ask_at_once(self._try_to_empty_the_log)

    def _try_to_empty_the_log(self) -> None:
        # This statement does not raise an error when busy: it reports it in its result.
        (is_busy, *_) = self.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if is_busy:
            error = sqlite3.OperationalError("somebody still reads from the log")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise error

    def commit(self) -> None:
        """Commit without blocking the event loop."""
        if not self.in_transaction:
            return
        if not in_the_event_loop():
            self._commit_after_the_readers()
            return
        failure = gevent.get_hub().threadpool.apply(self._try_to_commit)
        if failure is not None:
            raise failure

    def _try_to_commit(self) -> Exception | None:
        # Return the exception, because the pool would print it.
        try:
            self._commit_after_the_readers()
        except Exception as error:  # noqa: BLE001  raised where it is waited for
            return error
        return None

    def _commit_after_the_readers(self) -> None:
        # New readers cannot start during this, so SQLite's waits of up to 100 ms would delay
        # everybody.
        try:
            self._ask_at_once(super().commit)
        except sqlite3.Error:
            self.rollback()  # otherwise it would keep its lock and block all readers
            raise

    def _ask_at_once(self, attempt: Callable[[], None]) -> None:
        self.execute("PRAGMA busy_timeout = 0")
        try:
            _ask_again(attempt, REAL_SLEEP)
        finally:
            self.execute(f"PRAGMA busy_timeout = {LOCK_WAIT_MS}")

    def _take(self, lock: str) -> None:
        self.execute(lock).close()


def _ask_again(attempt: Callable[[], None], sleep: Callable[[float], None]) -> None:
    until = time.monotonic() + LOCK_WAIT_MS / 1000
    while True:
        try:
            attempt()
            return
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or time.monotonic() > until:
                raise
        sleep(LOOK_SECONDS)


def _is_busy(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & PRIMARY_CODE == sqlite3.SQLITE_BUSY
