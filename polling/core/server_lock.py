"""Lock the database for this server, unless Redis connects several servers.

Without Redis, two servers would announce changes only to their own pages.
"""

import fcntl
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Engine

from polling.core.errors import CannotServe

SERVING = 7_655_413  # the advisory lock on PostgreSQL, taken by every serving process
PATIENCE_SECONDS = 5.0  # a server that is being restarted releases the lock soon
PAUSE_SECONDS = 0.1


def claim(engine: Engine, *, redis: bool) -> Callable[[], None]:
    """Claim the database until the returned function is called. Raises CannotServe."""
    if engine.dialect.name == "sqlite":
        return _claim_sqlite(engine, redis=redis)
    return _claim_postgresql(engine, redis=redis)


def _claim_sqlite(engine: Engine, *, redis: bool) -> Callable[[], None]:
    if redis:
        raise CannotServe(
            "REDIS_URL is for several servers, which cannot share an SQLite database. "
            "Set DATABASE_URL to a PostgreSQL database, or remove REDIS_URL."
        )
    file = Path(f"{engine.url.database}-serving").open("w")  # noqa: SIM115  open for as long as it serves

    def attempt() -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    _wait_for(attempt, file.close)
    return file.close


def _claim_postgresql(engine: Engine, *, redis: bool) -> Callable[[], None]:
    fairy = engine.raw_connection()
    connection: Any = fairy.driver_connection
    fairy.detach()  # the lock is held as long as this connection
    connection.autocommit = True
    kind = "pg_try_advisory_lock_shared" if redis else "pg_try_advisory_lock"

    def attempt() -> bool:
        return bool(connection.execute(f"SELECT {kind}({SERVING})").fetchone()[0])

    def release() -> None:
        # A closed connection keeps its locks until PostgreSQL notices.
        with suppress(engine.dialect.loaded_dbapi.Error):
            connection.execute("SELECT pg_advisory_unlock_all()")
        connection.close()

    _wait_for(attempt, connection.close)
    return release


def _wait_for(attempt: Callable[[], bool], give_up: Callable[[], None]) -> None:
    until = monotonic() + PATIENCE_SECONDS
    while not attempt():
        if monotonic() > until:
            give_up()
            raise CannotServe(
                "Another server is using this database. Stop it, or let both use the same "
                "PostgreSQL database and the same REDIS_URL."
            )
        sleep(PAUSE_SECONDS)
