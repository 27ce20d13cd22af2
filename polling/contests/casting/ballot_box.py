"""The ballot box: writes parsed ballots to the database. This is the hot path.

Ballots of one workshop that arrive together share one transaction. It runs in an OS thread, so the
event loop is not blocked. The transaction itself reads everything that decides whether a ballot
counts (`ballot_batch.py`), so an acknowledged ballot is on disk and was cast while the contest was
open. On SQLite, which has only one writer, the ballots of all workshops share a transaction.
"""

from collections.abc import Sequence

from gevent.threadpool import ThreadPool

from polling.contests.casting.ballot_batch import Batch, Submission, Verdict
from polling.core.db import lane, transaction
from polling.core.engines import make_engine
from polling.core.group_commit import GroupCommit
from polling.core.metrics import QUEUE_LENGTH
from polling.core.threads import run_in

MOST_IN_ONE_COMMIT = 2_000  # the ballots of a large room; each commit has a fixed cost
MOST_THREADS = 4  # on PostgreSQL, threads only compute
STUCK_SECONDS = 20.0  # longer than a commit may wait for the database


class BallotBox:
    """Takes submissions from any greenlet; threads write them in groups."""

    def __init__(self, database_url: str) -> None:
        self._engine = make_engine(database_url).execution_options(writes=True)
        self._pool: ThreadPool | None = None
        self._in_one_file = self._engine.dialect.name == "sqlite"
        self._queue = GroupCommit(
            self._commit,
            most=MOST_IN_ONE_COMMIT,
            lane=lambda submission: lane(submission.workshop_id),
        )
        QUEUE_LENGTH.labels("ballots").set_function(self._queue.waiting)

    def cast(self, submission: Submission) -> Verdict:
        """Submit a ballot and return the verdict; a counted ballot is on disk by then."""
        return self._queue.submit(submission)

    def check(self) -> None:
        """Raise RuntimeError if a commit is stuck; otherwise wait until a thread responds."""
        if self._queue.longest_commit() > STUCK_SECONDS:
            raise RuntimeError("ballots wait for a commit that does not end")
        run_in(self._threads, lambda: None)

    def close(self) -> None:
        """Stop the threads and close the database connections."""
        if self._pool is not None:
            self._pool.kill()
        self._engine.dispose()

    @property
    def _threads(self) -> ThreadPool:
        if self._pool is None:  # an idle pool is falsy: its length is its number of tasks
            self._pool = ThreadPool(MOST_THREADS)
        return self._pool

    def _commit(self, batch: Sequence[Submission]) -> list[Verdict]:
        if self._in_one_file:
            return run_in(self._threads, self._commit_in_file, batch)
        return self._commit_in_workshop(batch)

    def _commit_in_file(self, batch: Sequence[Submission]) -> list[Verdict]:
        with self._engine.begin() as connection:
            return Batch(connection, batch).decide()

    def _commit_in_workshop(self, batch: Sequence[Submission]) -> list[Verdict]:
        # The event loop waits for the lock and for the commit, and a thread only runs the
        # statements. Otherwise, a workshop that waits for its lock would block a thread that others
        # need.
        with transaction(batch[0].workshop_id) as session:
            connection = session.connection()
            return run_in(self._threads, lambda: Batch(connection, batch).decide())
