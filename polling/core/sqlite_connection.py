"""A connection to SQLite that waits in Python, so that gevent can run other greenlets.

SQLite itself would stop the whole event loop: while it waits for a lock, up to a tenth of a second
at a time, and while the disk takes a commit. Here locks are asked for again and again, and a
commit is made in a real thread.
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
PRIMARY_CODE = 0xFF  # of an extended code: busy for whichever reason
REAL_SLEEP = monkey.get_original("time", "sleep")  # of the thread that commits
SHARE = "SELECT 1 FROM sqlite_schema LIMIT 1"  # the cheapest way to the lock that readers share


class WaitingConnection(sqlite3.Connection):
    """Begins by taking its lock, which lasts until it ends; nothing in it then has to wait."""

    def prepare(self, pragmas: Iterable[str]) -> None:
        """Set up a new connection. Some pragmas read the file, so they wait for its lock too."""
        self.execute("PRAGMA busy_timeout = 0")
        for pragma in pragmas:
            _ask_again(partial(self._take, f"PRAGMA {pragma}"), time.sleep)
        self.execute(f"PRAGMA busy_timeout = {LOCK_WAIT_MS}")

    def begin(self, *, writes: bool) -> None:
        """Begin; as a writer, alone. A transaction that becomes a writer could not wait at all."""
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
        """Run what takes the whole file and no transaction, such as VACUUM, in a real thread."""
        self._ask_at_once(lambda: self._take(statement))

    def empty_the_log(self) -> None:
        """Bring a write-ahead log into the file, and leave nothing in it; in a real thread."""
        self._ask_at_once(self._try_to_empty_the_log)

    def _try_to_empty_the_log(self) -> None:
        # Of all statements this one does not fail where it has to wait: it says so in its answer.
        (is_busy, *_) = self.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if is_busy:
            error = sqlite3.OperationalError("somebody still reads from the log")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise error

    def commit(self) -> None:
        """Commit; in the event loop, without stopping it."""
        if not self.in_transaction:
            return
        if not in_the_event_loop():
            self._commit_after_the_readers()
            return
        failure = gevent.get_hub().threadpool.apply(self._try_to_commit)
        if failure is not None:
            raise failure

    def _try_to_commit(self) -> Exception | None:
        # The pool would print what is raised here.
        try:
            self._commit_after_the_readers()
        except Exception as error:  # noqa: BLE001  raised where it is waited for
            return error
        return None

    def _commit_after_the_readers(self) -> None:
        # Nobody new may read meanwhile, so SQLite's steps of up to 100 ms would keep all waiting.
        try:
            self._ask_at_once(super().commit)
        except sqlite3.Error:
            self.rollback()  # else it would keep its lock, and everybody from reading
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
