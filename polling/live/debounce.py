"""Debounce work after many small changes, such as key presses.

Work that cannot use the database is repeated until it can, so it must be safe to run twice.
"""

import logging
from collections.abc import Callable

import gevent
from gevent.pool import Group
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from polling.core.db import on_commit
from polling.core.threads import end_all

log = logging.getLogger(__name__)
PAUSE_SECONDS = 2.0

Work = Callable[[int], None]
_waiting: set[tuple[Work, int]] = set()
_all = Group()  # including running ones


def debounced(session: Session, work: Work, about: int) -> None:
    """After the commit, and a pause for further changes, call `work(about)` once."""
    on_commit(session, lambda: _schedule(work, about))


def _schedule(work: Work, about: int) -> None:
    if (work, about) not in _waiting:
        _waiting.add((work, about))
        _all.add(gevent.spawn_later(PAUSE_SECONDS, _run, work, about))


def _run(work: Work, about: int) -> None:
    _waiting.discard((work, about))
    try:
        work(about)
    except OperationalError as error:
        log.warning("cannot announce changes; retrying: %s", error.orig)
        _schedule(work, about)


def forget_all() -> None:
    """Drop waiting work, and stop running work, as a restart does (for tests)."""
    end_all(_all)  # and wait, because work that has begun would otherwise continue
    _waiting.clear()
