"""The ballot box: the one hot path, from a parsed ballot to the disk and back.

Ballots that arrive together share one transaction, which a real thread commits while the event
loop goes on; each is acknowledged after that commit. What decides is read in that transaction
(`batch.py`), so an acknowledged ballot is on disk and was cast while the contest was open.
"""

from collections.abc import Sequence

import gevent
from gevent.event import AsyncResult
from gevent.threadpool import ThreadPool

from polling.contests.casting.batch import Batch, Submission, Verdict
from polling.core.engines import make_engine

MOST_IN_ONE_COMMIT = 500


class BallotBox:
    """Takes submissions from any greenlet; one thread writes them in groups."""

    def __init__(self, database_url: str) -> None:
        self._engine = make_engine(database_url).execution_options(writes=True)
        self._waiting: list[tuple[Submission, AsyncResult[Verdict]]] = []
        self._thread: ThreadPool | None = None
        self._draining = False

    def cast(self, submission: Submission) -> Verdict:
        """Wait until the submission is decided and, if counted, on disk."""
        answer: AsyncResult[Verdict] = AsyncResult()
        self._waiting.append((submission, answer))
        if not self._draining:
            self._draining = True
            gevent.spawn(self._drain)
        verdict = answer.get()
        if verdict is None:
            raise RuntimeError("the ballot box decides every submission")
        return verdict

    def close(self) -> None:
        """Let go of the thread and the database."""
        if self._thread is not None:
            self._thread.kill()
        self._engine.dispose()

    def _drain(self) -> None:
        if self._thread is None:  # an idle pool is false: its length is its number of tasks
            self._thread = ThreadPool(1)
        try:
            while self._waiting:
                batch = self._waiting[:MOST_IN_ONE_COMMIT]
                del self._waiting[:MOST_IN_ONE_COMMIT]
                self._write(self._thread, batch)
        finally:
            self._draining = False

    def _write(
        self, thread: ThreadPool, batch: list[tuple[Submission, "AsyncResult[Verdict]"]]
    ) -> None:
        submissions = [submission for submission, _ in batch]
        verdicts = thread.apply(self._try_to_commit, (submissions,))
        if isinstance(verdicts, Exception):
            for _, answer in batch:
                answer.set_exception(verdicts)
            return
        for (_, answer), verdict in zip(batch, verdicts, strict=True):
            answer.set(verdict)

    def _try_to_commit(self, batch: Sequence[Submission]) -> list[Verdict] | Exception:
        # The pool would print what is raised here; every waiting phone must hear of it instead.
        try:
            return self._commit(batch)
        except Exception as error:  # noqa: BLE001
            return error

    def _commit(self, batch: Sequence[Submission]) -> list[Verdict]:
        with self._engine.begin() as connection:
            return Batch(connection, batch).decide()
