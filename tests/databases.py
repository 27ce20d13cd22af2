"""The databases that tests run on: a SQLite file, or a database of their own on PostgreSQL.

PostgreSQL and Redis are asked for at POLLING_TEST_POSTGRESQL and POLLING_TEST_REDIS. Where they do
not answer, the tests that need them are skipped, or fail if POLLING_REQUIRE_SERVICES is set.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import redis

from polling.core.db import Base
from polling.core.engines import THE_WRITER

POSTGRESQL = os.environ.get("POLLING_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432")
REDIS = os.environ.get("POLLING_TEST_REDIS", "redis://127.0.0.1:6379/0")
ANSWER_SECONDS = 3

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
def postgresql() -> Iterator[str]:
    """The URL of a new, empty database; it is dropped afterwards."""
    name = f"polling_test_{uuid4().hex[:12]}"
    _run(f"CREATE DATABASE {name}")
    try:
        yield f"{POSTGRESQL}/{name}"
    finally:
        _run(f"DROP DATABASE {name} WITH (FORCE)")


def copy(database: Path, folder: Path) -> str:
    """A SQLite database as it is at one moment: a sweep may still be writing it anew.

    Returns the copy's URL.
    """
    path = folder / database.name
    source, made = sqlite3.connect(database), sqlite3.connect(path)
    with closing(source), closing(made):
        source.backup(made)
    return f"sqlite:///{path}"


def empty(url: str) -> None:
    """Take every row out of a database, and count ids from 1 again."""
    tables = ", ".join(table.fullname for table in Base.metadata.sorted_tables)
    with psycopg.connect(url) as connection:
        # A sweep of the test before may still be at work.
        connection.execute(f"SELECT pg_advisory_xact_lock({THE_WRITER})".encode())
        connection.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE".encode())


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
