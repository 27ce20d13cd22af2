"""Closes votes whose timers have run out, in one greenlet for the whole server."""

import logging

import gevent
from sqlalchemy import Select, and_, select

from polling.contests.actions import close_if_due
from polling.contests.models import OPEN, Contest
from polling.core.clock import now
from polling.core.db import reading
from polling.workshop.models import Timer
from polling.workshop.timers import the_clock

log = logging.getLogger(__name__)
TICK_SECONDS = 1.0


def watch_clocks() -> None:
    """Close due votes once a second; failures are retried, and logged once."""
    failing = False
    while True:
        gevent.sleep(TICK_SECONDS)
        try:
            close_due()
            failing = False
        except Exception:
            if not failing:
                log.exception("cannot look for votes whose timer has run out")
            failing = True


def close_due() -> int:
    """Close all open contests whose timers have run out; returns how many."""
    with reading() as session:
        due = session.execute(_due()).all()
    for contest_id, workshop_id in due:
        try:
            close_if_due(the_clock(workshop_id), contest_id)
        except Exception:  # one failure must not keep the others open
            log.exception("cannot close a vote whose timer has run out")
    return len(due)


def _due() -> Select[str, int]:
    on_time = and_(Timer.workshop_id == Contest.workshop_id, Timer.scope == "contest:" + Contest.id)
    return (
        select(Contest.id, Contest.workshop_id)
        .join(Timer, on_time)
        .where(Contest.state == OPEN, Timer.ends_at.is_not(None), Timer.ends_at <= now())
    )
