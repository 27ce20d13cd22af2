"""The database: one engine for the process, short explicit transactions, and work after commit.

Handlers open a transaction, actions and queries receive its session:

    with transaction() as session:
        actions.join(session, ...)

SQLite is the embedded default; PostgreSQL runs the same code. On both there is one writer at a
time, in all processes together: what an action has read stays true until it commits, so numbers,
versions and the log's chain follow one another without gaps, and nothing is lost to a race.
"""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Engine,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
)
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session

from polling.errors import NotSaved
from polling.i18n import _

log = logging.getLogger(__name__)

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
LOCK_WAIT_MS = 10_000
LOCK_LOOK_SECONDS = 0.005
ABANDONED_MS = 60_000  # a transaction whose process has stopped answering is ended after this
THE_WRITER = 7_655_412  # the advisory lock of whoever writes on PostgreSQL


class UTCDateTime(TypeDecorator[datetime]):
    """An aware datetime in UTC: SQLite would drop the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The base of every model. JSON columns are replaced whole, never changed in place."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012  SQLAlchemy reads a plain dict
        datetime: UTCDateTime,
        dict[str, Any]: JSON,
        dict[str, str]: JSON,
        dict[str, int]: JSON,
        list[str]: JSON,
        list[int]: JSON,
        list[dict[str, Any]]: JSON,
    }


_engine: Engine | None = None


def connect(url: str) -> Engine:
    """Bind this process to the database at `url`, replacing any earlier one."""
    global _engine  # noqa: PLW0603  one process, one database
    if _engine is not None:
        _engine.dispose()
    _engine = make_engine(url)
    return _engine


def engine() -> Engine:
    """The engine of this process."""
    if _engine is None:
        raise RuntimeError("the database is not connected: call connect() first")
    return _engine


def make_engine(url: str, **options: Any) -> Engine:
    """An engine whose write transactions take their lock at once."""
    options["hide_parameters"] = True  # an error in the log must not show who votes, or how
    if url.startswith("sqlite"):
        made = create_engine(url, connect_args={"check_same_thread": False}, **options)
        event.listen(made, "connect", _prepare_sqlite)
        event.listen(made, "begin", _begin_sqlite)
        return made
    options.setdefault("pool_size", 20)
    made = create_engine(url, pool_pre_ping=True, **options)
    event.listen(made, "connect", _prepare_postgresql)
    event.listen(made, "begin", _begin_postgresql)
    return made


def journal_mode(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """The fastest journal that is safe on this SQLite.

    Versions 3.7.0 to 3.51.2 can lose a commit when several connections meet a WAL reset
    (fixed in 3.51.3, and in 3.44.6 and 3.50.7): there we use the rollback journal.
    """
    fixed = (
        version >= (3, 51, 3)
        or (3, 50, 7) <= version < (3, 51)
        or ((3, 44, 6) <= version < (3, 45))
    )
    return "WAL" if fixed else "DELETE"


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    # SQLAlchemy's "begin" event starts transactions, not the driver's guesses.
    connection.isolation_level = None
    cursor = connection.cursor()
    mode = journal_mode()
    cursor.execute(f"PRAGMA busy_timeout = {LOCK_WAIT_MS}")
    cursor.execute(f"PRAGMA journal_mode = {mode}")
    cursor.execute(f"PRAGMA synchronous = {'FULL' if mode == 'WAL' else 'EXTRA'}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that becomes a writer ignores the busy timeout: take the lock first.
    if connection.get_execution_options().get("writes", False):
        _lock_sqlite(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _lock_sqlite(connection: Connection) -> None:
    """Wait for the lock in Python, where gevent lets others go on; SQLite would stop them all."""
    until = time.monotonic() + LOCK_WAIT_MS / 1000
    connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                return
            except OperationalError:
                if time.monotonic() > until:
                    raise
            time.sleep(LOCK_LOOK_SECONDS)
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {LOCK_WAIT_MS}")


def _prepare_postgresql(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute(f"SET lock_timeout = {LOCK_WAIT_MS}")
    cursor.execute(f"SET idle_in_transaction_session_timeout = {ABANDONED_MS}")
    # Whatever the server's own setting: what is acknowledged is on disk.
    cursor.execute("SET synchronous_commit = on")
    cursor.close()
    connection.commit()


def _begin_postgresql(connection: Any) -> None:
    if connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({THE_WRITER})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


# Of this process one writer at a time asks for a connection, so that readers always find one.
_turn = threading.Lock()


@contextmanager
def transaction() -> Iterator[Session]:
    """A write transaction; what `on_commit` collected runs after the commit, and only then."""
    with _turn, Session(engine().execution_options(writes=True), expire_on_commit=False) as session:
        yield session
        session.commit()
    for callback in session.info.pop("on_commit", []):
        callback()


@contextmanager
def reading() -> Iterator[Session]:
    """A read-only look at one consistent state."""
    with Session(engine()) as session:
        yield session


def not_saved(error: OperationalError) -> NotSaved:
    """The refusal for a database that cannot be used now; the log says why."""
    log.error("the database cannot be used: %s", error.orig)
    words = _("The server cannot save anything right now. What you typed is kept; try again.")
    return NotSaved(words)


def on_commit(session: Session, callback: Callable[[], None]) -> None:
    """Run `callback` once the session's transaction is on disk."""
    session.info.setdefault("on_commit", []).append(callback)
