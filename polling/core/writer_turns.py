"""Turns of this process's writers, before they ask for a connection and its database lock.

So one busy workshop holds one connection and not all of them, and readers always find one. On
PostgreSQL writers take turns workshop by workshop; on SQLite all of them do, as its file is locked
as a whole.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakValueDictionary

from sqlalchemy import Engine

from polling.core.engines import MOST_WRITERS
from polling.core.locks import Lock

_turns: WeakValueDictionary[int | None, Lock] = WeakValueDictionary()
_connections = Lock(MOST_WRITERS)


def lane(engine: Engine, workshop_id: int | None) -> int | None:
    """Those with whom writers of this workshop take turns: its own, or None for everybody."""
    return None if engine.dialect.name == "sqlite" else workshop_id


@contextmanager
def turn(engine: Engine, workshop_id: int | None) -> Iterator[None]:
    """Hold the turn of this workshop's writers, None for the one writer of the whole database.

    The database's own lock keeps apart those who write in the whole database, in one workshop and
    in other processes.
    """
    key = lane(engine, workshop_id)
    mine = _turns.setdefault(key, Lock())
    with mine, _connections:
        yield
