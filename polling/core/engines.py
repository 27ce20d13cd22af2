"""Database engines: commits are durable, and there is one writer at a time.

The execution options of an engine or connection decide how transactions begin: with `writes=True`
as the only writer of the whole database, with `workshop_id` in addition as the only writer of that
workshop, and otherwise as a reader. SQLite has one writer for the whole file. On PostgreSQL, a
reader with `one_look=True` begins no transaction, which saves two round trips.
"""

import json
import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.exc import DisconnectionError, OperationalError

from polling.core.sqlite_connection import LOCK_WAIT_MS, WaitingConnection

_decode = json.JSONDecoder().raw_decode
ABANDONED_MS = 60_000  # readers of a process that no longer answers end after this; writers sooner
STOPPED = "25P03"  # PostgreSQL's code for the end of such a transaction
# Per server on PostgreSQL. With the connection for its lock, four servers stay below PostgreSQL's
# default of 100 connections. Readers need few of them, but writers wait for their commits.
MOST_WRITERS, MOST_CONNECTIONS = 16, 20


def make_engine(url: str, **options: Any) -> Engine:
    """Create an engine whose write transactions take their lock when they begin."""
    options["json_deserializer"] = _from_json
    options["hide_parameters"] = True  # an error in the log must not contain votes or voters
    if url.startswith("sqlite"):
        ways = {"check_same_thread": False, "factory": WaitingConnection}
        made = create_engine(url, connect_args=ways, **options)
        event.listen(made, "connect", _prepare_sqlite)
        event.listen(made, "begin", _begin_sqlite)
        return made
    options = {"pool_size": MOST_CONNECTIONS, "max_overflow": 0} | options
    made = create_engine(url, **options)
    event.listen(made, "do_connect", _connect_postgresql)
    event.listen(made, "connect", _prepare_postgresql)
    event.listen(made, "checkout", _require_alive)
    event.listen(made, "begin", _begin_postgresql)
    event.listen(made, "handle_error", _call_unavailable, retval=True)
    return made


def _from_json(stored: str | bytes) -> Any:
    """Decode a JSON column. Most are empty, for which the decoder would take ten times as long.

    We store no spaces around a value, so the decoder need not look for them.
    """
    text = stored.decode() if isinstance(stored, bytes) else stored
    if text == "{}":
        return {}
    return [] if text == "[]" else _decode(text)[0]


def journal_mode(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """Return the fastest journal mode that is safe with this version of SQLite.

    Versions 3.7.0 to 3.51.2 can lose a commit when several connections meet a WAL reset (fixed in
    3.51.3, and in 3.44.6 and 3.50.7). For these, we use the rollback journal.
    """
    fixed = (
        version >= (3, 51, 3)
        or (3, 50, 7) <= version < (3, 51)
        or ((3, 44, 6) <= version < (3, 45))
    )
    return "WAL" if fixed else "DELETE"


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not start transactions implicitly; SQLAlchemy's "begin" event does.
    connection.isolation_level = None
    mode = journal_mode()
    connection.prepare(
        [
            f"journal_mode = {mode}",
            f"synchronous = {'FULL' if mode == 'WAL' else 'EXTRA'}",
            # Keep uncommitted pages in memory: spilling them to the file would block all readers.
            "cache_spill = OFF",
            # Overwrite most of what is deleted at once; a sweep erases the rest.
            "secure_delete = ON",
            "foreign_keys = ON",
        ]
    )


def _begin_sqlite(connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    try:
        driver.begin(writes=connection.get_execution_options().get("writes", False))
    except sqlite3.OperationalError as error:
        raise OperationalError("BEGIN", None, error) from error


def _connect_postgresql(
    _dialect: Dialect, _record: object, given: list[Any], named: dict[str, Any]
) -> Any:
    from polling.core.postgresql_connection import LockingConnection  # noqa: PLC0415  optional

    return LockingConnection.connect(*given, **named, autocommit=True)


def _prepare_postgresql(connection: Any, _record: object) -> None:
    connection.execute(f"SET lock_timeout = {LOCK_WAIT_MS}")
    connection.execute(f"SET idle_in_transaction_session_timeout = {ABANDONED_MS}")
    # Override the server's setting: an acknowledged commit must be on disk.
    connection.execute("SET synchronous_commit = on")
    # A plan for all parameters would wait for all partitions, also for one that a sweep rewrites.
    connection.execute("SET plan_cache_mode = force_custom_plan")


def _require_alive(connection: Any, _record: object, _fairy: object) -> None:
    """Let the pool reconnect if PostgreSQL has closed a connection."""
    if connection.is_lost:
        raise DisconnectionError


def _call_unavailable(failed: ExceptionContext) -> BaseException | None:
    """Replace the error of a transaction that PostgreSQL ended because this process had stopped."""
    error = failed.original_exception
    if getattr(error, "sqlstate", None) != STOPPED:
        return None
    failed.is_disconnect = True
    return OperationalError(failed.statement, None, error)


def _begin_postgresql(connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    wanted = connection.get_execution_options()
    if wanted.get("one_look"):
        return  # the driver is in autocommit mode
    try:
        driver.begin(writes=wanted.get("writes", False), workshop_id=wanted.get("workshop_id"))
    except connection.dialect.loaded_dbapi.OperationalError as error:
        if driver.broken:
            connection.invalidate()
        raise OperationalError("BEGIN", None, error) from error
    except BaseException:  # PostgreSQL may still be about to answer: do not use this again
        connection.invalidate()
        raise
