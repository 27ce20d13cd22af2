"""Timers on the server: starting, extending, pausing. Phones only count down."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.clock import now
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.workshop import queries
from polling.workshop.models import Timer

LONGEST = timedelta(days=7)  # its milliseconds fit an integer column of PostgreSQL


def the_clock(workshop_id: int) -> Actor:
    """Return the actor whose entries in the log are about timers that have run out."""
    return Actor(Role.ORGANIZER, workshop_id, label="the clock")


def change_clock(session: Session, workshop_id: int, scope: str, action: str, seconds: int) -> None:
    """Apply a timer's button: "start", "extend", "pause" or "clear"."""
    if action == "start":
        start_clock(session, workshop_id, scope, seconds)
    elif action == "extend":
        extend_clock(session, workshop_id, scope, seconds)
    elif action == "pause":
        pause_clock(session, workshop_id, scope)
    else:
        clear_clock(session, workshop_id, scope)


def start_clock(session: Session, workshop_id: int, scope: str, seconds: int) -> Timer:
    """Start or restart the timer of `scope` with this much time."""
    row = queries.timer(session, workshop_id, scope) or Timer(workshop_id=workshop_id, scope=scope)
    row.ends_at, row.remaining_ms = _now(session) + timedelta(seconds=seconds), None
    session.add(row)
    session.flush()
    return row


def extend_clock(session: Session, workshop_id: int, scope: str, seconds: int) -> Timer:
    """Add time (from now, if the timer has run out or never ran)."""
    row = queries.timer(session, workshop_id, scope)
    if row is None:
        return start_clock(session, workshop_id, scope, seconds)
    if row.ends_at is None:
        most = LONGEST // timedelta(milliseconds=1)
        row.remaining_ms = min(max(0, (row.remaining_ms or 0) + seconds * 1000), most)
    else:
        ends_at = max(row.ends_at, _now(session)) + timedelta(seconds=seconds)
        row.ends_at = min(ends_at, _now(session) + LONGEST)
    return row


def pause_clock(session: Session, workshop_id: int, scope: str) -> Timer:
    """Pause the timer, or resume it if it is paused."""
    row = queries.timer(session, workshop_id, scope)
    if row is None:
        raise Conflict(_("That is not possible right now. Reload the page."))
    if row.ends_at is not None:
        row.remaining_ms = max(0, round((row.ends_at - _now(session)).total_seconds() * 1000))
        row.ends_at = None
    else:
        row.ends_at = _now(session) + timedelta(milliseconds=row.remaining_ms or 0)
        row.remaining_ms = None
    return row


def clear_clock(session: Session, workshop_id: int, *scopes: str) -> None:
    """Delete the timers of these scopes."""
    own = Timer.workshop_id == workshop_id, Timer.scope.in_(scopes)
    session.execute(delete(Timer).where(*own))


def clear_clocks_of_group(session: Session, workshop_id: int, group_id: int) -> None:
    """Delete a group's timers, and the timers of its issues."""
    of_group = Timer.scope.in_([f"group:{group_id}", f"ideas:{group_id}"])
    own = or_(of_group, Timer.scope.startswith(f"issue:{group_id}:"))
    session.execute(delete(Timer).where(Timer.workshop_id == workshop_id, own))


def _now(session: Session) -> datetime:
    """Return one moment for a whole transaction, so that timers changed together stay equal."""
    moment: datetime = session.info.setdefault("timers_changed_at", now())
    return moment
