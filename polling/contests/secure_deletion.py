"""Erase old copies of ballots, and the order in which ballots arrived.

Changed and deleted rows remain readable in SQLite's free pages and write-ahead log, and in the
tables of PostgreSQL, until these are rewritten. SQLite keeps ballots sorted by key. PostgreSQL
keeps them in the order of arrival, with their transaction numbers. So on PostgreSQL, the tables
that have no row ids on SQLite are sorted, and one transaction updates all rows of a vote or survey.
"""

import logging
import time
from contextlib import closing
from typing import Any

import gevent
from gevent.pool import Group
from sqlalchemy import (
    Column,
    ColumnElement,
    Engine,
    Table,
    literal_column,
    select,
    update,
)
from sqlalchemy.exc import SQLAlchemyError

from polling.contests.models import Contest
from polling.core import db
from polling.core.engines import make_engine
from polling.core.threads import end_all

log = logging.getLogger(__name__)
RETRY_SECONDS = 5.0
OLDER_READERS_SECONDS, LOOK_SECONDS = 5.0, 0.01
# On PostgreSQL, a statement that waits for a table blocks all later ones, even a second session of
# the reader it waits for. So it waits only briefly, and retries often.
LOCK_MS, PAUSE_SECONDS, FREE_TABLE_SECONDS = 50, 0.05, 10.0
REST_SECONDS = 60.0  # a sweep rewrites the whole database, and may be requested again and again
_asked: set[bool] = set()  # not empty: a sweep is requested
_at_work: set[bool] = set()  # not empty: a sweep is running
_sweepers = Group()
_numbers_of_sweeps: set[str] = set()  # of transactions of PostgreSQL, since the server's start


def sort_soon() -> None:
    """Sweep if the database keeps the order of arrival (PostgreSQL)."""
    if db.engine().dialect.name == "postgresql":
        sweep_soon()


def sweep_soon() -> None:
    """Sweep in an OS thread, so that ballots do not wait for it in the event loop.

    Only one sweep runs at a time. Requests during a sweep share the next one, because several
    themes may be revealed together.
    """
    _asked.add(True)
    if not _at_work:
        _sweepers.spawn(_sweep_while_asked)


def _sweep_while_asked() -> None:
    if _at_work:
        return
    _at_work.add(True)
    try:
        while _asked:
            _asked.clear()
            if gevent.get_hub().threadpool.apply(sweep):
                gevent.sleep(REST_SECONDS)
            else:
                gevent.sleep(RETRY_SECONDS)
                _asked.add(True)
    finally:
        _at_work.clear()


def forget_all() -> None:
    """Wait for a running sweep and drop requested ones."""
    _asked.clear()
    gevent.get_hub().threadpool.join()
    end_all(_sweepers)
    _at_work.clear()


def sweep() -> bool:
    """Rewrite the database file without its free pages (SQLite), or the tables (PostgreSQL).

    Returns False if another process locks the file or still reads erased rows.
    """
    engine = make_engine(str(db.engine().url.render_as_string(hide_password=False)))
    try:
        if engine.dialect.name == "sqlite":
            _rewrite_file(engine)
        else:
            _write_each_vote_in_one_transaction(engine)
            _rewrite_tables(engine)
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error, TimeoutError) as error:
        log.warning("rewriting the database after a reveal failed; retrying: %s", error)
        return False
    finally:
        engine.dispose()
    return True


def _rewrite_file(engine: Engine) -> None:
    with closing(engine.raw_connection()) as raw:
        connection: Any = raw.driver_connection
        connection.alone("VACUUM")
        connection.empty_the_log()


def _write_each_vote_in_one_transaction(engine: Engine) -> None:
    """Update all rows of a vote or survey in one transaction, unless an earlier sweep has done so.

    The ballots of other workshops do not wait for it.
    """
    for table in filter(_hides_its_order, _tables()):
        part = next(iter(table.primary_key))  # a contest, or the workshop of a survey
        for one, workshop_id in _not_written_by_a_sweep(engine, part).items():
            options = engine.execution_options(writes=True, workshop_id=workshop_id)
            with options.begin() as connection:
                connection.execute(update(table).where(part == one).values({part: part}))
                number = connection.exec_driver_sql("SELECT pg_current_xact_id()::xid::text")
                written_by = number.scalar_one()
            _numbers_of_sweeps.add(written_by)


def _not_written_by_a_sweep(engine: Engine, part: Column[Any]) -> dict[Any, int]:
    """Return the values of a column with rows of other transactions, and their workshops."""
    number: ColumnElement[str] = literal_column("xmin::text")
    with engine.connect() as connection:
        written = connection.execute(select(part, number).distinct())
        found = {one for one, written_by in written if written_by not in _numbers_of_sweeps}
        if part.name == "workshop_id":
            return {one: one for one in found}
        owners = connection.execute(select(Contest.id, Contest.workshop_id))
        return {one: workshop_id for one, workshop_id in owners if one in found}


def _tables() -> list[Table]:
    return db.Base.metadata.sorted_tables


def _hides_its_order(table: Table) -> bool:
    return table.dialect_options["sqlite"]["with_rowid"] is False


def _rewriting_statement(table: Table) -> str:
    """Return the statement that drops old row versions, and sorts tables whose order is secret."""
    if _hides_its_order(table):
        return f"CLUSTER {table.name} USING pk_{table.name}"
    return f"VACUUM (FULL) {table.name}"


def _rewrite_tables(engine: Engine) -> None:
    with closing(engine.raw_connection()) as raw:
        connection: Any = raw.driver_connection
        connection.autocommit = True  # neither statement works inside a transaction
        (mark,) = connection.execute("SELECT pg_current_xact_id()::xid").fetchone()
        _wait_for_older_readers(connection, mark)
        connection.execute(f"SET lock_timeout = {LOCK_MS}")
        for table in _tables():
            _execute_between_readers(engine, connection, _rewriting_statement(table))


def _execute_between_readers(engine: Engine, connection: Any, statement: str) -> None:
    """Execute a statement that needs a table for itself, at a moment when nobody uses the table."""
    until = time.monotonic() + FREE_TABLE_SECONDS
    while True:
        try:
            connection.execute(statement)
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


_OLDER_READERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND age(backend_xmin) >= age(%s::xid)
"""
