"""Queries for one workshop."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload, load_only
from sqlalchemy.sql.base import ExecutableOption

from polling.core.access import Actor
from polling.core.clock import milliseconds
from polling.core.errors import NotFound
from polling.core.i18n import _
from polling.core.query_cache import loaded_once
from polling.workshop.models import Issue, LogEntry, Message, Theme, Timer, Workshop


@cache
def brief() -> ExecutableOption:
    """Return query options: load the columns needed to identify people, and defer all others.

    The JSON columns are the most expensive part of a workshop to load.
    """
    return load_only(Workshop.code, Workshop.stage, Workshop.screen_token_version)


def by_code(session: Session, code: str, *options: ExecutableOption) -> Workshop:
    """Return the workshop with this join code.

    Args:
        options: query options, such as which columns to load.
    """
    workshop: Workshop | None = session.scalar(_with_code(options), {"code": code})
    if workshop is None:
        raise NotFound(_("There is no workshop with this code."))
    return workshop


def practice_copy(session: Session, workshop_id: int) -> Workshop | None:
    """Return the newest practice copy of a workshop."""
    copies = select(Workshop).where(Workshop.practice_of == workshop_id)
    return session.scalar(copies.order_by(Workshop.id.desc()).limit(1))


@cache  # used by everybody who joins, and creating the statement takes as long as running it
def _with_code(options: tuple[ExecutableOption, ...]) -> Select[Any]:
    return select(Workshop).where(Workshop.code == bindparam("code")).options(*options)


def by_public_key(session: Session, key: str) -> Workshop:
    """Return the workshop whose report has a public page with this key in its URL."""
    query = select(Workshop).where(Workshop.public_key == key, Workshop.published)
    workshop = session.scalar(query)
    if workshop is None:
        raise NotFound(_("This page does not exist."))
    return workshop


def by_id(session: Session, workshop_id: int) -> Workshop:
    """Return the workshop with this id. Raises NotFound if it was deleted a moment ago."""
    workshop = session.get(Workshop, workshop_id)
    if workshop is None:
        raise NotFound(_("This workshop was deleted."))
    return workshop


def workshop_of(session: Session, actor: Actor) -> Workshop:
    """Return the actor's workshop. Raises NotFound if it was deleted a moment ago."""
    return by_id(session, actor.workshop_id)


@loaded_once
def themes(session: Session, workshop_id: int) -> list[Theme]:
    """Return the themes in order, with their issues loaded."""
    query = select(Theme).where(Theme.workshop_id == workshop_id).order_by(Theme.position)
    return list(session.scalars(query.options(joinedload(Theme.issues))).unique())


def theme(session: Session, workshop_id: int, theme_id: int) -> Theme:
    """Return one theme of this workshop."""
    found = session.get(Theme, theme_id)
    if found is None or found.workshop_id != workshop_id:
        raise NotFound(_("This item no longer exists."))
    return found


def issue(session: Session, workshop_id: int, issue_id: int) -> Issue:
    """Return one issue of this workshop."""
    found = session.get(Issue, issue_id)
    if found is None or found.theme.workshop_id != workshop_id:
        raise NotFound(_("This item no longer exists."))
    return found


def priority_issues(session: Session, theme_id: int) -> list[Issue]:
    """Return the issues of a theme that made the cut, by priority."""
    theme = session.get_one(Theme, theme_id)
    chosen = [issue for issue in theme.issues if issue.priority is not None]
    return sorted(chosen, key=lambda issue: (issue.priority or 0, issue.position))


def timers(session: Session, workshop_id: int) -> dict[str, dict[str, Any]]:
    """Return all timers by scope: {"ends": ms since the epoch, or "left": ms while paused}."""
    return {row.scope: as_clock(row) for row in _timers(session, workshop_id)}


@loaded_once
def _timers(session: Session, workshop_id: int) -> list[Timer]:
    return list(session.scalars(select(Timer).where(Timer.workshop_id == workshop_id)))


def first_vote_to_end(clocks: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    """Return the timer of the vote that ends first; any vote's timer if all are paused."""
    found = [clock for scope, clock in clocks.items() if scope.startswith("contest:")]
    return min(found, key=lambda clock: (clock["ends"] is None, clock["ends"] or 0), default=None)


def timer(session: Session, workshop_id: int, scope: str) -> Timer | None:
    """Return the timer of one scope."""
    return next((row for row in _timers(session, workshop_id) if row.scope == scope), None)


def as_clock(row: Timer) -> dict[str, Any]:
    """Return a timer as used by pages."""
    return {"ends": milliseconds(row.ends_at), "left": row.remaining_ms}


def messages(session: Session, workshop_id: int, group_id: int | None) -> list[Message]:
    """Return the messages to everybody and to this group, newest first."""
    for_me = or_(Message.group_id.is_(None), Message.group_id == group_id)
    query = select(Message).where(Message.workshop_id == workshop_id, for_me)
    return list(session.scalars(query.order_by(Message.id.desc()).limit(20)))


def message_to_all(newest_first: Iterable[Message]) -> dict[str, str]:
    """Return the text of the newest message to everybody; nothing if there is none."""
    texts = [one.text for one in newest_first if one.group_id is None]
    return {"message": texts[0]} if texts else {}


def log_entries(session: Session, workshop_id: int) -> list[LogEntry]:
    """Return the log entries, oldest first."""
    query = select(LogEntry).where(LogEntry.workshop_id == workshop_id)
    return list(session.scalars(query.order_by(LogEntry.id)))
