"""A server that would not receive the messages of others on its database does not start."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from config import TestConfig
from polling.core import server_lock
from polling.core.engines import make_engine
from polling.core.errors import CannotServe
from tests.databases import on_both, on_postgresql, on_sqlite


@pytest.fixture
def engine(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setattr(server_lock, "PATIENCE_SECONDS", 0.0)
    made = make_engine(TestConfig(database_url=database).database)
    yield made
    made.dispose()


@on_both
def test_a_second_server_is_refused_until_the_first_has_gone(engine: Engine) -> None:
    first = server_lock.claim(engine, redis=False)
    with pytest.raises(CannotServe, match="REDIS_URL"):
        server_lock.claim(engine, redis=False)
    first.release()
    server_lock.claim(engine, redis=False).release()


@pytest.mark.server
def test_a_server_that_is_refused_changes_nothing_in_the_database(tmp_path: Path) -> None:
    """It may be newer, and the server that runs could not use its schema."""
    file = tmp_path / "data" / "workshop.sqlite"
    running = server_lock.claim(make_engine(f"sqlite:///{file}"), redis=False)
    refused = subprocess.run(
        [sys.executable, "-m", "polling.cli", "serve"],
        env=os.environ | {"DATA_DIR": str(file.parent), "PORT": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    running.release()
    assert "Another server is using this database" in refused.stderr
    assert refused.returncode == 1
    assert not file.exists()


@on_postgresql
def test_connected_servers_share_a_database_and_keep_others_out(engine: Engine) -> None:
    first, second = server_lock.claim(engine, redis=True), server_lock.claim(engine, redis=True)
    with pytest.raises(CannotServe, match="REDIS_URL"):
        server_lock.claim(engine, redis=False)
    first.release()
    second.release()


@on_postgresql
def test_only_the_first_of_the_connected_servers_knows_that_there_was_none(engine: Engine) -> None:
    first, second = server_lock.claim(engine, redis=True), server_lock.claim(engine, redis=True)
    assert (first.is_first, second.is_first) == (True, False)
    first.release()
    third = server_lock.claim(engine, redis=True)
    assert not third.is_first
    second.release()
    third.release()
    fourth = server_lock.claim(engine, redis=True)
    assert fourth.is_first
    fourth.release()


@on_postgresql
def test_a_server_whose_connection_was_lost_still_ends(engine: Engine) -> None:
    first = server_lock.claim(engine, redis=False)
    with engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_locks"
            " JOIN pg_database ON pg_database.oid = database"
            " WHERE locktype = 'advisory' AND datname = current_database()"
        )
    first.release()


@on_sqlite
def test_several_servers_on_sqlite_are_refused(engine: Engine) -> None:
    with pytest.raises(CannotServe, match="DATABASE_URL"):
        server_lock.claim(engine, redis=True)
