"""Waiting for SQLite does not block other greenlets."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from polling.core.engines import make_engine

LARGE = 5_000_000  # bytes, more than SQLite's cache holds by default


@pytest.mark.parametrize("case", ["connects", "reads", "commits"])
def test_another_greenlet_can_release_the_lock_being_waited_for(case: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.sqlite_under_gevent", case, str(tmp_path / "a.sqlite")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr


def test_others_read_while_something_large_is_written(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite"
    engine = make_engine(f"sqlite:///{file}").execution_options(writes=True)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE written (data BLOB)")
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO written VALUES (zeroblob(?))", (LARGE,))
        with closing(sqlite3.connect(file, timeout=0)) as other:
            assert other.execute("SELECT count(*) FROM written").fetchall() == [(0,)]
    engine.dispose()
