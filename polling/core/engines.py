"""How each kind of database is opened: what is committed is on disk, and writers take turns."""

import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError

from polling.core.sqlite_connection import LOCK_WAIT_MS, WaitingConnection

ABANDONED_MS = 60_000  # a transaction whose process has stopped answering is ended after this
THE_WRITER = 7_655_412  # the advisory lock of whoever writes on PostgreSQL


def make_engine(url: str, **options: Any) -> Engine:
    """An engine whose write transactions take their lock at once."""
    options["hide_parameters"] = True  # an error in the log must not show who votes, or how
    if url.startswith("sqlite"):
        ways = {"check_same_thread": False, "factory": WaitingConnection}
        made = create_engine(url, connect_args=ways, **options)
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


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # SQLAlchemy's "begin" event starts transactions, not the driver's guesses.
    connection.isolation_level = None
    mode = journal_mode()
    connection.prepare(
        [
            f"journal_mode = {mode}",
            f"synchronous = {'FULL' if mode == 'WAL' else 'EXTRA'}",
            # Uncommitted pages stay in memory: spilled into the file, they would block all readers.
            "cache_spill = OFF",
            "foreign_keys = ON",
        ]
    )


def _begin_sqlite(connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    try:
        driver.begin(writes=connection.get_execution_options().get("writes", False))
    except sqlite3.OperationalError as error:
        raise OperationalError("BEGIN", None, error) from error


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
