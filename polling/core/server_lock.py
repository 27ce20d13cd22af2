"""Lock the database for this server, unless Redis connects several servers.

Without Redis, two servers would announce changes only to their own pages.
"""

import fcntl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from polling.core.errors import CannotServe
from polling.core.private_files import make_private_folder

SERVING = 7_655_413  # the advisory lock on PostgreSQL, taken by every serving process
PATIENCE_SECONDS = 5.0  # a server that is being restarted releases the lock soon
PAUSE_SECONDS = 0.1


@dataclass(frozen=True)
class Claim:
    """A claim on the database until `release` is called.

    `is_first`: whether no other server was using the database.
    """

    release: Callable[[], None]
    is_first: bool = True


def claim(engine: Engine, *, redis: bool) -> Claim:
    """Claim the database, which need not exist yet, for this server. Raises CannotServe."""
    if engine.dialect.name == "sqlite":
        return _claim_sqlite(engine, redis=redis)
    return _claim_postgresql(engine, redis=redis)


def _claim_sqlite(engine: Engine, *, redis: bool) -> Claim:
    if redis:
        raise CannotServe(
            "REDIS_URL is for several servers, which cannot share an SQLite database. "
            "Set DATABASE_URL to a PostgreSQL database, or remove REDIS_URL."
        )
    make_private_folder(Path(str(engine.url.database)).parent)
    file = Path(f"{engine.url.database}-serving").open("w")  # noqa: SIM115  open for as long as it serves

    def attempt() -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    _wait_for(attempt, file.close)
    return Claim(file.close)


def _claim_postgresql(engine: Engine, *, redis: bool) -> Claim:
    try:
        fairy = engine.raw_connection()
    except engine.dialect.loaded_dbapi.OperationalError as error:
        raise OperationalError("CONNECT", None, error) from error
    connection: Any = fairy.driver_connection
    fairy.detach()  # the lock is held as long as this connection
    connection.autocommit = True

    def call(function: str) -> bool:
        return bool(connection.execute(f"SELECT {function}({SERVING})").fetchone()[0])

    def release() -> None:
        # A closed connection keeps its locks until PostgreSQL notices.
        with suppress(engine.dialect.loaded_dbapi.Error):
            connection.execute("SELECT pg_advisory_unlock_all()")
        connection.close()

    if not redis:
        _wait_for(lambda: call("pg_try_advisory_lock"), connection.close)
        return Claim(release)
    is_first = call("pg_try_advisory_lock")
    _wait_for(lambda: call("pg_try_advisory_lock_shared"), connection.close)
    if is_first:
        call("pg_advisory_unlock")  # from now on, others may share the database
    return Claim(release, is_first)


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
