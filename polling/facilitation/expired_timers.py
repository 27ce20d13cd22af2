"""Closes votes whose timers have run out, in one greenlet for the whole server."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, select

from polling.contests.actions import close_if_due
from polling.contests.models import OPEN, Contest
from polling.core.clock import now
from polling.core.db import reading, transaction
from polling.core.regular_work import repeat
from polling.facilitation.actions import extend_after_restart
from polling.workshop.models import Timer
from polling.workshop.timers import the_clock

log = logging.getLogger(__name__)
TICK_SECONDS = 1.0
GRACE = timedelta(minutes=1)  # with 2,000 phones, the last one reconnects after 24 seconds


def give_grace() -> None:
    """Let timed votes run for at least another minute, after no server was running.

    Phones still have to send the ballots from the meantime. Votes whose time has run out are
    reopened, so that phones ask for ballots that were refused before the server stopped.
    """
    with reading() as session:
        ending = session.execute(_due(now() + GRACE)).all()
    for contest_id, workshop_id in ending:
        try:
            with transaction(workshop_id) as session:
                extend_after_restart(session, the_clock(workshop_id), contest_id, GRACE.seconds)
        except Exception:  # one failure must not stop the start
            log.exception("cannot let a timed vote run longer after a restart")


def watch_clocks() -> None:
    """Close due votes once a second; failures are retried, and logged once."""
    repeat(close_due, TICK_SECONDS, "cannot look for votes whose timer has run out")


def close_due() -> int:
    """Close all open contests whose timers have run out; returns how many."""
    with reading() as session:
        due = session.execute(_due(now())).all()
    for contest_id, workshop_id in due:
        try:
            close_if_due(the_clock(workshop_id), contest_id)
        except Exception:  # one failure must not keep the others open
            log.exception("cannot close a vote whose timer has run out")
    return len(due)


def _due(moment: datetime) -> Select[str, int]:
    """Select the open contests whose timers have run out by this moment, and their workshops."""
    on_time = and_(Timer.workshop_id == Contest.workshop_id, Timer.scope == "contest:" + Contest.id)
    return (
        select(Contest.id, Contest.workshop_id)
        .join(Timer, on_time)
        .where(Contest.state == OPEN, Timer.ends_at.is_not(None), Timer.ends_at <= moment)
    )
