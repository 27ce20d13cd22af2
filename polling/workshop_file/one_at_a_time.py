"""Copying and importing workshops, one at a time.

Each is a long transaction that locks the whole database. If several waited in line, a vote would
have to wait for all of them. So each is followed by a rest, in which others can write. An account
has one place in this line.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.db import reading, transaction
from polling.core.errors import TooMany
from polling.core.i18n import _
from polling.core.locks import Lock
from polling.core.threads import run_in_thread
from polling.workshop.queries import by_id
from polling.workshop_file.dump import dump
from polling.workshop_file.schema import WorkshopFile

REST_TIMES, MOST_SECONDS = 9, 10.0  # the rest, in times of the transaction; the longest rest
_turn, _reading = Lock(), Lock()
_in_line: set[str] = set()  # accounts that create a workshop, or wait to do so
_rested_at = 0.0  # as returned by time.monotonic


@contextmanager
def creating(actor: Actor) -> Iterator[Session]:
    """Open a write transaction of the whole database that creates a workshop, in its turn.

    Raises:
        TooMany: the actor's account creates another workshop now.
    """
    with _place(actor.key), _turn, _transaction_after_rest() as session:
        yield session


def prepared(workshop_id: int) -> WorkshopFile:
    """Return the workshop's setup and texts, read before the transaction, one at a time."""
    with _reading, reading() as session:
        return run_in_thread(dump, session, by_id(session, workshop_id), counted=False)


@contextmanager
def _place(whose: str) -> Iterator[None]:
    if whose in _in_line:
        raise TooMany(_("That was too fast. Wait a moment and try again."))
    _in_line.add(whose)
    try:
        yield
    finally:
        _in_line.discard(whose)


@contextmanager
def _transaction_after_rest() -> Iterator[Session]:
    global _rested_at  # noqa: PLW0603  one process, one turn
    time.sleep(max(0.0, _rested_at - time.monotonic()))
    began: float | None = None
    try:
        with transaction() as session:
            began = time.monotonic()
            yield session
    finally:
        if began is not None:
            ended = time.monotonic()
            _rested_at = ended + min(REST_TIMES * (ended - began), MOST_SECONDS)
