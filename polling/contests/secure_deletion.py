"""Erase old copies of ballots, and the order in which ballots arrived.

While a vote is open, the order and the age of the rows tell in which order people voted: on
PostgreSQL by position and transaction number, on SQLite by position in a page. So the transaction
that closes a vote or survey stores all its rows again. Changed and deleted rows remain readable in
SQLite's free space and write-ahead log, and in PostgreSQL's tables, statistics and write-ahead log,
until a sweep rewrites these: on PostgreSQL one table or partition after another, so that others
wait only briefly. SQLite locks the whole file meanwhile. So a large file is swept rarely, and if
possible while nobody votes. A server also sweeps when it starts, because requests are kept only in
memory.
"""

import errno
import logging
import os
import time
from collections.abc import Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path
from shutil import disk_usage
from threading import Event
from typing import Any

import gevent
from gevent.pool import Group
from sqlalchemy import Engine, delete, exists, insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from polling.contests.models import OPEN, Contest
from polling.core import db
from polling.core.db import Base, on_commit
from polling.core.engines import journal_mode, make_engine
from polling.core.threads import end_all
from polling.workshop.models import Workshop

log = logging.getLogger(__name__)
RETRY_SECONDS = 5.0
OLDER_READERS_SECONDS, LOOK_SECONDS = 5.0, 0.01
# On PostgreSQL, a statement that waits for a table blocks all later ones, even a second session of
# the reader it waits for. So it waits only briefly, and retries often.
LOCK_MS, PAUSE_SECONDS, FREE_TABLE_SECONDS = 50, 0.05, 10.0
REST_SECONDS = 60.0  # a sweep rewrites the whole database, and may be requested again and again
UNNOTICED_SECONDS, UNNOTICED_BYTES = 0.05, 8_000_000  # of a sweep on SQLite, and of its file
MOST_SECONDS = 1800.0  # of a longer rest, and of waiting for open votes
_is_requested, _is_running = Event(), Event()
_sweepers = Group()


def hide_order(session: Session, owners: Sequence[str | int], *models: type[Base]) -> None:
    """Store the rows of votes or surveys again, sorted by key, in this transaction.

    Then neither their positions nor their transaction numbers tell when they arrived. PostgreSQL
    and the write-ahead log of SQLite keep the deleted rows until a sweep. Without such a log,
    SQLite overwrites them at once.

    Args:
        session: the session of the transaction.
        owners: the first part of the rows' keys: contests, or the workshop of a survey.
        models: the models of the rows.
    """
    session.flush()
    for model in models:
        table = model.metadata.tables[model.__tablename__]
        mine = next(iter(table.primary_key)).in_(owners)
        by_key = select(table).where(mine).order_by(*table.primary_key)
        if rows := [dict(row) for row in session.execute(by_key).mappings()]:
            session.execute(delete(table).where(mine))
            session.execute(insert(table), rows)
    if session.get_bind().dialect.name == "postgresql" or journal_mode() == "WAL":
        on_commit(session, sweep_soon)


def sweep_soon() -> None:
    """Sweep in an OS thread, so that ballots do not wait for it in the event loop.

    Only one sweep runs at a time. Requests during a sweep share the next one, because several
    themes may be revealed together.
    """
    _is_requested.set()
    if not _is_running.is_set():
        _sweepers.spawn(_sweep_while_asked)


def sweep_now() -> bool:
    """Sweep in this process, which is no server, unless that would hold voters for long."""
    return not _would_hold_voters() and sweep()


def _sweep_while_asked() -> None:
    if _is_running.is_set():
        return
    _is_running.set()
    try:
        while _is_requested.is_set():
            _wait_for_votes()
            _is_requested.clear()
            started = time.monotonic()
            has_swept = gevent.get_hub().threadpool.apply(sweep)
            if not has_swept:
                _is_requested.set()
            least = REST_SECONDS if has_swept else RETRY_SECONDS
            gevent.sleep(_rest_after(time.monotonic() - started, least))
    finally:
        _is_running.clear()


def _wait_for_votes() -> None:
    until = time.monotonic() + MOST_SECONDS
    while _would_hold_voters() and time.monotonic() < until:
        gevent.sleep(RETRY_SECONDS)


def _would_hold_voters() -> bool:
    """Return whether a sweep would hold people who vote or answer a survey for long."""
    url = db.engine().url
    if url.get_backend_name() != "sqlite" or _size(url.database) <= UNNOTICED_BYTES:
        return False
    vote = select(Contest.id).where(Contest.state == OPEN)
    survey = select(Workshop.id).where(Workshop.survey_open)
    try:
        with db.reading() as session:
            return bool(session.scalar(select(exists(vote) | exists(survey))))
    except SQLAlchemyError:
        return True  # the file is locked


def _size(database: str | None) -> int:
    path = Path(database or "")
    return path.stat().st_size if path.is_file() else 0


def _rest_after(seconds: float, least: float) -> float:
    """Return how many seconds to rest after a sweep, or an attempt, that took so long."""
    if db.engine().dialect.name != "sqlite":
        return least  # it holds nobody for long
    return min(least * max(1.0, seconds / UNNOTICED_SECONDS), MOST_SECONDS)


def forget_all() -> None:
    """Wait for a running sweep and drop requested ones."""
    _is_requested.clear()
    gevent.get_hub().threadpool.join()
    end_all(_sweepers)
    _is_running.clear()


def sweep() -> bool:
    """Rewrite the database file without its free pages (SQLite), or the tables (PostgreSQL).

    Returns False if the disk is too full, or another process locks the file or still reads erased
    rows.
    """
    engine = make_engine(str(db.engine().url.render_as_string(hide_password=False)))
    try:
        if engine.dialect.name == "sqlite":
            _rewrite_file(engine)
        else:
            _rewrite_tables(engine)
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error, OSError) as error:
        log.warning("rewriting the database after a reveal failed; retrying: %s", error)
        return False
    finally:
        engine.dispose()
    return True


def _rewrite_file(engine: Engine) -> None:
    _require_space(Path(str(engine.url.database)))
    with closing(engine.raw_connection()) as raw:
        connection: Any = raw.driver_connection
        connection.alone("VACUUM")
        connection.empty_the_log()


def _require_space(file: Path) -> None:
    """Raise OSError before everybody waits for an attempt that the disk is too full for.

    SQLite needs room for a journal beside the file, and for a copy in a temporary folder.
    """
    if not file.is_file():
        return
    size, folder = file.stat().st_size, _temporary_folder()
    beside = 2 * size if folder.stat().st_dev == file.parent.stat().st_dev else size
    if disk_usage(file.parent).free < beside or disk_usage(folder).free < size:
        raise OSError(errno.ENOSPC, "the disk has no room for a copy of the database")


def _temporary_folder() -> Path:
    """Return the folder that SQLite chooses; see "Temporary Files Used By SQLite"."""
    named = [os.environ.get(name) for name in ("SQLITE_TMPDIR", "TMPDIR")]
    every = [*named, "/var/tmp", "/usr/tmp", "/tmp", "."]  # noqa: S108
    return next(Path(one) for one in every if one and os.access(one, os.W_OK | os.X_OK))


def _rewrite_tables(engine: Engine) -> None:
    with closing(engine.raw_connection()) as raw:
        connection: Any = raw.driver_connection
        connection.autocommit = True  # VACUUM does not work inside a transaction
        (mark,) = connection.execute("SELECT pg_current_xact_id()::xid").fetchone()
        _wait_for_older_readers(connection, mark)
        connection.execute(f"SET lock_timeout = {LOCK_MS}")
        partitions = {
            table.name: [name for (name,) in connection.execute(_PARTITIONS, [table.name])]
            for table in Base.metadata.sorted_tables
        }
        _forget_statistics(engine, connection, [*partitions, *chain(*partitions.values())])
        for table, parts in partitions.items():
            for name in parts or [table]:
                _execute_between_readers(engine, connection, f"VACUUM (FULL, ANALYZE) {name}")
            if parts:
                _execute_between_readers(engine, connection, f"ANALYZE {table}")
        _execute_between_readers(engine, connection, "VACUUM (FULL) pg_statistic")
        _end_the_log(engine, connection)


def _forget_statistics(engine: Engine, connection: Any, tables: list[str]) -> None:
    """Delete the planner's statistics, because ANALYZE keeps those of empty tables.

    PostgreSQL permits this only to superusers.
    """
    try:
        _execute_between_readers(engine, connection, _FORGET_STATISTICS, [tables])
    except engine.dialect.loaded_dbapi.errors.InsufficientPrivilege:
        log.warning("PostgreSQL keeps old statistics, because the server is no superuser")


def _end_the_log(engine: Engine, connection: Any) -> None:
    """Let PostgreSQL begin a new file of its write-ahead log, and no longer need the earlier ones.

    They tell which ballot was stored together with which voter's turnout. PostgreSQL then deletes
    them, or overwrites them later. It permits this to some roles only; see the operator's guide.
    """
    try:
        connection.execute("SELECT pg_switch_wal()")
        connection.execute("CHECKPOINT")
    except engine.dialect.loaded_dbapi.errors.InsufficientPrivilege:
        log.warning("PostgreSQL keeps its write-ahead log, because the server may not end it")


def _execute_between_readers(
    engine: Engine, connection: Any, statement: str, values: Sequence[Any] | None = None
) -> None:
    """Execute a statement that needs a table for itself, at a moment when nobody uses the table."""
    until = time.monotonic() + FREE_TABLE_SECONDS
    while True:
        try:
            connection.execute(statement, values)
        except engine.dialect.loaded_dbapi.errors.LockNotAvailable:
            if time.monotonic() >= until:
                raise
            time.sleep(PAUSE_SECONDS)
        else:
            return


def _wait_for_older_readers(connection: Any, mark: str) -> None:
    """Wait until no transaction older than `mark` can read erased rows, or raise TimeoutError."""
    until = time.monotonic() + OLDER_READERS_SECONDS
    while connection.execute(_OLDER_READERS, [mark]).fetchone()[0]:
        if time.monotonic() >= until:
            raise TimeoutError("somebody reads what was erased")
        time.sleep(LOOK_SECONDS)


# The own xmin counts, too: it is as old as the oldest transaction of any database, and VACUUM
# (FULL) keeps what is not older.
_OLDER_READERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND age(backend_xmin) >= age(%s::xid)
"""
_FORGET_STATISTICS = "DELETE FROM pg_statistic WHERE starelid = ANY(%s::regclass[])"
_PARTITIONS = "SELECT relid::text FROM pg_partition_tree(%s::regclass) WHERE isleaf"
