"""The databases for tests: a SQLite file, or a separate database on PostgreSQL.

PostgreSQL and Redis are expected at POLLING_TEST_POSTGRESQL and POLLING_TEST_REDIS. If they do not
respond, tests that need them are skipped, or fail if POLLING_REQUIRE_SERVICES is set.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString
from uuid import uuid4

import psycopg
import pytest
import redis
from psycopg import sql
from sqlalchemy import URL, Connection, event

from polling.core import db
from polling.core.db import Base
from polling.core.postgresql_connection import WHOLE_DATABASE

POSTGRESQL = os.environ.get("POLLING_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432")
REDIS = os.environ.get("POLLING_TEST_REDIS", "redis://127.0.0.1:6379/0")
ANSWER_SECONDS = 20  # a busy machine is slow, not wrong
PARTITIONS = "SELECT relname FROM pg_class WHERE relispartition"
EMPTY_COPY_BYTES = 21  # the header and the trailer
DELETE: LiteralString = "DELETE FROM {}"
COPY_OUT: LiteralString = "COPY (SELECT * FROM {}) TO STDOUT (FORMAT binary)"
COPY_IN: LiteralString = "COPY {} FROM STDIN (FORMAT binary)"
IDS: LiteralString = """
    SELECT format('%I.%I', schemaname, sequencename), last_value
    FROM pg_sequences WHERE last_value IS NOT NULL
"""
RESTART_IDS: LiteralString = """
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE last_value IS NOT NULL
"""

on_both = pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


def require_postgresql() -> None:
    """Skip (or fail) unless PostgreSQL answers."""
    try:
        _server().close()
    except psycopg.OperationalError as error:
        _missing(f"PostgreSQL does not answer at {POSTGRESQL}: {error}")


def require_redis() -> None:
    """Skip (or fail) unless Redis answers."""
    try:
        with redis.Redis.from_url(REDIS, socket_connect_timeout=ANSWER_SECONDS) as client:
            client.ping()
    except redis.RedisError as error:
        _missing(f"Redis does not answer at {REDIS}: {error}")


@contextmanager
def postgresql(template: str = "") -> Iterator[str]:
    """The URL of a new database; it is dropped afterwards.

    It is empty, or a copy of the database with the URL `template`, which must not be in use.
    """
    name = f"polling_test_{uuid4().hex[:12]}"
    _run(f"CREATE DATABASE {name} TEMPLATE {template.rpartition('/')[2] or 'template1'}")
    try:
        yield f"{POSTGRESQL}/{name}"
    finally:
        _run(f"DROP DATABASE {name} WITH (FORCE)")


def copy(database: Path, folder: Path) -> str:
    """Copy a SQLite database consistently, because a sweep may be rewriting it.

    Returns the copy's URL.
    """
    path = folder / database.name
    source, made = sqlite3.connect(database), sqlite3.connect(path)
    with closing(source), closing(made):
        source.backup(made)
    return f"sqlite:///{path}"


@contextmanager
def commits() -> Iterator[list[Connection]]:
    """Count the commits of write transactions in the block."""
    seen: list[Connection] = []

    def note(connection: Connection) -> None:
        if connection.get_execution_options().get("writes"):
            seen.append(connection)

    event.listen(db.engine(), "commit", note)
    try:
        yield seen
    finally:
        event.remove(db.engine(), "commit", note)


@dataclass(frozen=True)
class Rows:
    """The content of a PostgreSQL database: each table's rows, and the ids' sequences."""

    tables: dict[str, bytes]
    ids: list[tuple[str, int]]


Content = bytes | Rows  # SQLite's file, or PostgreSQL's rows


def content() -> Content:
    """Return the content of this process's database."""
    url = db.engine().url
    if url.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(url.database or "")) as source:
            return source.serialize()
    tables = {}
    with psycopg.connect(_address(url)) as connection:
        for table in Base.metadata.sorted_tables:
            with connection.cursor().copy(_statement(COPY_OUT, table.name)) as copied:
                tables[table.name] = b"".join(copied)
        return Rows(tables, connection.execute(IDS).fetchall())


def put(kept: Content) -> None:
    """Replace the content of this process's database, which may be open."""
    url = db.engine().url
    if isinstance(kept, bytes):
        source, target = sqlite3.connect(":memory:"), sqlite3.connect(url.database or "")
        with closing(source), closing(target):
            target.execute("PRAGMA synchronous = OFF")
            source.deserialize(kept)
            source.backup(target)
        return
    with psycopg.connect(_address(url)) as connection:
        _empty(connection)
        for name, data in kept.tables.items():
            if len(data) > EMPTY_COPY_BYTES:
                with connection.cursor().copy(_statement(COPY_IN, name)) as copied:
                    copied.write(data)
        for name, value in kept.ids:
            connection.execute("SELECT setval(%s::regclass, %s)", (name, value))


def empty(url: str) -> None:
    """Delete all rows of a PostgreSQL database, and restart ids at 1."""
    with psycopg.connect(url) as connection:
        _empty(connection)


def _address(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _empty(connection: psycopg.Connection) -> None:
    # A sweep of the previous test may still be running.
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (WHOLE_DATABASE,))
    connection.execute("SET LOCAL session_replication_role = replica")  # do not check foreign keys
    # TRUNCATE would create new files for all tables and indexes.
    for table in Base.metadata.sorted_tables:
        connection.execute(_statement(DELETE, table.name))
    connection.execute(RESTART_IDS)


def _statement(text: LiteralString, table: str) -> sql.Composed:
    return sql.SQL(text).format(sql.Identifier(table))


def _run(statement: str) -> None:
    with _server() as connection:
        connection.execute(statement.encode())


def _server() -> psycopg.Connection:
    return psycopg.connect(
        f"{POSTGRESQL}/postgres", autocommit=True, connect_timeout=ANSWER_SECONDS
    )


def _missing(reason: str) -> None:
    if os.environ.get("POLLING_REQUIRE_SERVICES"):
        pytest.fail(reason)
    pytest.skip(reason)
