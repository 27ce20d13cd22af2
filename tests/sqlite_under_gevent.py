"""Check that waiting for SQLite does not block the event loop, in a process patched by gevent.

`python -m tests.sqlite_under_gevent connects|reads|commits FILE` succeeds only if one greenlet can
release a lock while another one waits for it.
"""

import sqlite3
import sys

from gevent import monkey

monkey.patch_all()

import gevent  # noqa: E402

from polling.core.engines import make_engine  # noqa: E402


def main(case: str, file: str) -> None:
    """Hold the lock of this case, and release it from another greenlet."""
    engine = make_engine(f"sqlite:///{file}").execution_options(writes=case == "commits")
    other = sqlite3.connect(file, isolation_level=None)
    if case != "connects":
        with engine.begin() as connection:
            connection.exec_driver_sql("SELECT 1")  # the pool keeps this connection
    other.execute("BEGIN" if case == "commits" else "BEGIN EXCLUSIVE")
    other.execute("SELECT * FROM sqlite_schema").fetchall()
    gevent.spawn_later(0.05, other.execute, "ROLLBACK")
    with engine.begin() as connection:
        connection.exec_driver_sql("SELECT * FROM sqlite_schema")
        if case == "commits":
            connection.exec_driver_sql("CREATE TABLE written (id INTEGER)")


if __name__ == "__main__":
    main(*sys.argv[1:])
