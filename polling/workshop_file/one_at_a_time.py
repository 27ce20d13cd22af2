"""Copying and importing workshops, one at a time.

Each is a long transaction that locks the whole database. If several waited in line, a vote would
have to wait for all of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from polling.core.db import reading, transaction
from polling.core.locks import Lock
from polling.core.threads import run_in_thread
from polling.workshop.queries import by_id
from polling.workshop_file.dump import dump
from polling.workshop_file.schema import WorkshopFile

_turn = Lock()


@contextmanager
def creating() -> Iterator[Session]:
    """Open a write transaction of the whole database that creates a workshop, in its turn."""
    with _turn, transaction() as session:
        yield session


def prepared(workshop_id: int) -> WorkshopFile:
    """Return the workshop's setup and texts, read before the transaction, in its turn."""
    with _turn, reading() as session:
        return run_in_thread(dump, session, by_id(session, workshop_id), counted=False)
