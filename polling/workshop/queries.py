"""Looking things up in one workshop."""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from polling.core.clock import milliseconds
from polling.core.errors import NotFound
from polling.core.i18n import _
from polling.workshop.models import Issue, LogEntry, Message, Theme, Timer, Workshop


def by_code(session: Session, code: str) -> Workshop:
    """The workshop with this join code."""
    workshop = session.scalar(select(Workshop).where(Workshop.code == code))
    if workshop is None:
        raise NotFound(_("There is no workshop with this code."))
    return workshop


def by_id(session: Session, workshop_id: int) -> Workshop:
    """The workshop with this id, which the caller got from an actor."""
    workshop = session.get(Workshop, workshop_id)
    if workshop is None:
        raise NotFound(_("This workshop has been deleted."))
    return workshop


def themes(session: Session, workshop_id: int) -> list[Theme]:
    """The themes in order, with their issues loaded."""
    chosen = select(Theme).where(Theme.workshop_id == workshop_id).order_by(Theme.position)
    return list(session.scalars(chosen.options(selectinload(Theme.issues))))


def theme(session: Session, workshop_id: int, theme_id: int) -> Theme:
    """One theme of this workshop."""
    found = session.get(Theme, theme_id)
    if found is None or found.workshop_id != workshop_id:
        raise NotFound(_("This theme is no longer there."))
    return found


def issue(session: Session, workshop_id: int, issue_id: int) -> Issue:
    """One issue of this workshop."""
    found = session.get(Issue, issue_id)
    if found is None or found.theme.workshop_id != workshop_id:
        raise NotFound(_("This issue is no longer there."))
    return found


def priority_issues(session: Session, theme_id: int) -> list[Issue]:
    """The issues of a theme that made the cut, in their order of priority."""
    chosen = select(Issue).where(Issue.theme_id == theme_id, Issue.priority.is_not(None))
    return list(session.scalars(chosen.order_by(Issue.priority, Issue.position)))


def timers(session: Session, workshop_id: int) -> dict[str, dict[str, Any]]:
    """Every clock by scope: {"ends": ms since the epoch, or "left": ms while paused}."""
    rows = session.scalars(select(Timer).where(Timer.workshop_id == workshop_id))
    return {row.scope: as_clock(row) for row in rows}


def first_to_end(clocks: dict[str, dict[str, Any]], kind: str) -> dict[str, Any] | None:
    """Of the clocks of one kind ("contest"), the one that ends first; of paused ones any."""
    found = [clock for scope, clock in clocks.items() if scope.startswith(f"{kind}:")]
    return min(found, key=lambda clock: (clock["ends"] is None, clock["ends"] or 0), default=None)


def timer(session: Session, workshop_id: int, scope: str) -> Timer | None:
    """The clock of one scope."""
    chosen = select(Timer).where(Timer.workshop_id == workshop_id, Timer.scope == scope)
    return session.scalar(chosen)


def as_clock(row: Timer) -> dict[str, Any]:
    """A clock as pages show it."""
    return {"ends": milliseconds(row.ends_at), "left": row.remaining_ms}


def messages(session: Session, workshop_id: int, group_id: int | None) -> list[Message]:
    """What everybody was told, and this group, newest first."""
    for_me = or_(Message.group_id.is_(None), Message.group_id == group_id)
    chosen = select(Message).where(Message.workshop_id == workshop_id, for_me)
    return list(session.scalars(chosen.order_by(Message.id.desc()).limit(20)))


def log_entries(session: Session, workshop_id: int) -> list[LogEntry]:
    """What was done, oldest first."""
    chosen = select(LogEntry).where(LogEntry.workshop_id == workshop_id)
    return list(session.scalars(chosen.order_by(LogEntry.id)))
