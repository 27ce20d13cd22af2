"""`polling serve` with a fault, named by FAULT. The product does not contain this code.

The failpoint `before-insert:3` kills the process when the third batch of ballots gets there.
"""

import os
import signal
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import gevent
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

import polling.core.clock
from polling import cli
from polling.contests import secure_deletion
from polling.contests.casting import ballot_batch
from polling.contests.casting.ballot_batch import Submission, Verdict
from polling.contests.casting.ballot_box import BallotBox
from polling.core import engines

COMMIT_AFTER_SECONDS = 60  # later than the kill, even on a busy machine


def before_insert(at: str) -> None:
    """Die after ballots have arrived, before anything is written."""
    die, decide = _dying(at), ballot_batch.Batch.decide

    def dying_decide(self: ballot_batch.Batch) -> list[Verdict]:
        die()
        return decide(self)

    ballot_batch.Batch.decide = dying_decide  # type: ignore[method-assign]


def before_commit(at: str) -> None:
    """Die after the rows are written, before the commit."""
    die, decide = _dying(at), ballot_batch.Batch.decide

    def decide_and_die(self: ballot_batch.Batch) -> list[Verdict]:
        verdicts = decide(self)
        die()
        return verdicts

    ballot_batch.Batch.decide = decide_and_die  # type: ignore[method-assign]


def before_ack(at: str) -> None:
    """Die after the commit, before the acks."""
    die, commit = _dying(at), BallotBox._commit

    def commit_and_die(self: BallotBox, batch: Any) -> list[Verdict]:
        verdicts = commit(self, batch)
        die()
        return verdicts

    BallotBox._commit = commit_and_die  # type: ignore[method-assign]


def ack_before_commit(_: str) -> None:
    """A bug that the checker must find: phones get acks before the commit."""
    cast = BallotBox.cast

    def hasty(self: BallotBox, submission: Submission) -> Verdict:
        gevent.spawn_later(COMMIT_AFTER_SECONDS, cast, self, submission)
        return Verdict.COUNTED

    BallotBox.cast = hasty  # type: ignore[method-assign]


def disk_full(file: str) -> None:
    """Limit the database to the number of pages in this file."""

    def limit(connection: Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {int(Path(file).read_text())}")

    event.listen(Engine, "begin", limit)


def clock(seconds: str) -> None:
    """Set the server's clock off by this many seconds."""

    class Skewed(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + timedelta(seconds=int(seconds))

    polling.core.clock.datetime = Skewed  # type: ignore[attr-defined]


def synchronous(how: str) -> None:
    """Let SQLite sync less than it should: the control run for a loss of power."""
    prepare = engines._prepare_sqlite

    def prepare_carelessly(connection: DBAPIConnection, _record: object) -> None:
        prepare(connection, _record)
        connection.cursor().execute(f"PRAGMA synchronous = {how}")

    engines._prepare_sqlite = prepare_carelessly


def journal(mode: str) -> None:
    """Use the journal mode of a newer or older SQLite."""
    engines.journal_mode = lambda: mode  # type: ignore[assignment,misc]


def rest(seconds: str) -> None:
    """Let a sweep begin this long after the one at the server's start."""
    secure_deletion.REST_SECONDS = float(seconds)


def _dying(at: str) -> Callable[[], None]:
    left = iter(range(int(at) - 1, -1, -1))

    def die() -> None:
        if next(left) == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return die


FAULTS: dict[str, Callable[[str], None]] = {
    "before-insert": before_insert,
    "before-commit": before_commit,
    "before-ack": before_ack,
    "ack-before-commit": ack_before_commit,
    "disk-full": disk_full,
    "clock": clock,
    "synchronous": synchronous,
    "journal": journal,
    "rest": rest,
}


def main() -> None:
    """Plant the fault named by FAULT, and serve."""
    for fault in filter(None, os.environ.get("FAULT", "").split(",")):
        name, _, at = fault.partition(":")
        FAULTS[name](at)
    cli.main()
