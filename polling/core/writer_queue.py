"""Turns of this process's writers, taken before they use a connection and its database lock.

So a busy workshop uses one connection and not all of them, and readers always get one. On
PostgreSQL, writers take turns per workshop; on SQLite all writers do, because the file is locked as
a whole.
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
    """Return the queue of this workshop's writers: the workshop, or None for all."""
    return None if engine.dialect.name == "sqlite" else workshop_id


@contextmanager
def turn(engine: Engine, workshop_id: int | None) -> Iterator[None]:
    """Wait for the turn of this workshop's writers; None is the writer of the whole database.

    The database's lock separates writers of the whole database, of a workshop, and of other
    processes.
    """
    key = lane(engine, workshop_id)
    mine = _turns.setdefault(key, Lock())
    with mine, _connections:
        yield
