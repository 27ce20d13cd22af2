"""Looking things up in one workshop."""

from functools import cache
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, load_only
from sqlalchemy.sql.base import ExecutableOption

from polling.core.clock import milliseconds
from polling.core.errors import NotFound
from polling.core.i18n import _
from polling.core.query_cache import loaded_once
from polling.workshop.models import Issue, LogEntry, Message, Theme, Timer, Workshop


@cache
def brief() -> ExecutableOption:
    """Of a query: load what identifying somebody needs, and other columns when they are used.

    The JSON columns are most of what a workshop costs to load.
    """
    return load_only(Workshop.code, Workshop.stage, Workshop.screen_token_version)


def by_code(session: Session, code: str, *options: ExecutableOption) -> Workshop:
    """The workshop with this join code.

    Args:
        options: of the query, such as which columns to load.
    """
    workshop = session.scalar(select(Workshop).where(Workshop.code == code).options(*options))
    if workshop is None:
        raise NotFound(_("There is no workshop with this code."))
    return workshop


def by_public_key(session: Session, key: str) -> Workshop:
    """The workshop whose report has a public page with this key in its address."""
    query = select(Workshop).where(Workshop.public_key == key, Workshop.published)
    workshop = session.scalar(query)
    if workshop is None:
        raise NotFound(_("There is nothing at this address."))
    return workshop


def by_id(session: Session, workshop_id: int) -> Workshop:
    """The workshop with this id, which the caller got from an actor."""
    workshop = session.get(Workshop, workshop_id)
    if workshop is None:
        raise NotFound(_("This workshop was deleted."))
    return workshop


@loaded_once
def themes(session: Session, workshop_id: int) -> list[Theme]:
    """The themes in order, with their issues loaded."""
    query = select(Theme).where(Theme.workshop_id == workshop_id).order_by(Theme.position)
    return list(session.scalars(query.options(joinedload(Theme.issues))).unique())


def theme(session: Session, workshop_id: int, theme_id: int) -> Theme:
    """One theme of this workshop."""
    found = session.get(Theme, theme_id)
    if found is None or found.workshop_id != workshop_id:
        raise NotFound(_("This no longer exists."))
    return found


def issue(session: Session, workshop_id: int, issue_id: int) -> Issue:
    """One issue of this workshop."""
    found = session.get(Issue, issue_id)
    if found is None or found.theme.workshop_id != workshop_id:
        raise NotFound(_("This no longer exists."))
    return found


def priority_issues(session: Session, theme_id: int) -> list[Issue]:
    """The issues of a theme that made the cut, in their order of priority."""
    theme = session.get_one(Theme, theme_id)
    chosen = [issue for issue in theme.issues if issue.priority is not None]
    return sorted(chosen, key=lambda issue: (issue.priority or 0, issue.position))


def timers(session: Session, workshop_id: int) -> dict[str, dict[str, Any]]:
    """Every clock by scope: {"ends": ms since the epoch, or "left": ms while paused}."""
    return {row.scope: as_clock(row) for row in _timers(session, workshop_id)}


@loaded_once
def _timers(session: Session, workshop_id: int) -> list[Timer]:
    return list(session.scalars(select(Timer).where(Timer.workshop_id == workshop_id)))


def first_to_end(clocks: dict[str, dict[str, Any]], kind: str) -> dict[str, Any] | None:
    """Of the clocks of one kind ("contest"), the one that ends first; of paused ones any."""
    found = [clock for scope, clock in clocks.items() if scope.startswith(f"{kind}:")]
    return min(found, key=lambda clock: (clock["ends"] is None, clock["ends"] or 0), default=None)


def timer(session: Session, workshop_id: int, scope: str) -> Timer | None:
    """The clock of one scope."""
    return next((row for row in _timers(session, workshop_id) if row.scope == scope), None)


def as_clock(row: Timer) -> dict[str, Any]:
    """A clock as pages show it."""
    return {"ends": milliseconds(row.ends_at), "left": row.remaining_ms}


def messages(session: Session, workshop_id: int, group_id: int | None) -> list[Message]:
    """What everybody was told, and this group, newest first."""
    for_me = or_(Message.group_id.is_(None), Message.group_id == group_id)
    query = select(Message).where(Message.workshop_id == workshop_id, for_me)
    return list(session.scalars(query.order_by(Message.id.desc()).limit(20)))


def log_entries(session: Session, workshop_id: int) -> list[LogEntry]:
    """What was done, oldest first."""
    query = select(LogEntry).where(LogEntry.workshop_id == workshop_id)
    return list(session.scalars(query.order_by(LogEntry.id)))
