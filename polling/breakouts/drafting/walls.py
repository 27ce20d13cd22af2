"""Tells screens and consoles that drafts have changed: not at each key, but every two seconds."""

import gevent
from sqlalchemy.orm import Session

from polling.db import on_commit, transaction
from polling.live import announce
from polling.workshop.models import Workshop

PAUSE_SECONDS = 2.0

_waiting: set[int] = set()


def tell_soon(session: Session, workshop_id: int) -> None:
    """After the commit, and after a pause in which more may come, tell those who watch."""
    on_commit(session, lambda: _schedule(workshop_id))


def _schedule(workshop_id: int) -> None:
    if workshop_id not in _waiting:
        _waiting.add(workshop_id)
        gevent.spawn_later(PAUSE_SECONDS, _tell, workshop_id)


def _tell(workshop_id: int) -> None:
    _waiting.discard(workshop_id)
    with transaction() as session:
        workshop = session.get(Workshop, workshop_id)
        if workshop is not None:
            announce.changed(session, workshop, "drafts")
