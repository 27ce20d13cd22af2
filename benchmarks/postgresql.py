"""PostgreSQL databases, created for one scenario and dropped after it.

The server is at POLLING_TEST_POSTGRESQL, as for the tests; the user must be a superuser to slow
down commits. Redis, which connects several servers, is at POLLING_TEST_REDIS.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
from sqlalchemy import make_url

POSTGRESQL = os.environ.get("POLLING_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432")
REDIS = os.environ.get("POLLING_TEST_REDIS", "redis://127.0.0.1:6379/0")


@contextmanager
def database() -> Iterator[str]:
    """The URL of a new, empty database."""
    name = f"polling_bench_{uuid4().hex[:12]}"
    _run(f"CREATE DATABASE {name}")
    try:
        yield f"{POSTGRESQL}/{name}".replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        _run(f"DROP DATABASE {name} WITH (FORCE)")


def slow_down_commits(url: str, milliseconds: int) -> None:
    """Delay each group of commits, as if it had to reach a replica (`commit_delay`).

    It applies to new connections.
    """
    name = make_url(url).database
    _run(f"ALTER DATABASE {name} SET commit_siblings = 0")
    _run(f"ALTER DATABASE {name} SET commit_delay = {milliseconds * 1000}")


def _run(statement: str) -> None:
    with psycopg.connect(f"{POSTGRESQL}/postgres", autocommit=True) as connection:
        connection.execute(statement.encode())
