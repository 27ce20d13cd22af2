"""Closing votes: the organizer's button, and the clock that runs out."""

from collections.abc import Callable, Iterable

from sqlalchemy.orm import Session

from polling.contests.actions.life import close_contest
from polling.contests.models import OPEN, Contest
from polling.core.access import Actor
from polling.core.clock import now
from polling.core.db import transaction
from polling.workshop.queries import timer


def close(actor: Actor, chosen: Callable[[Session], Iterable[Contest]]) -> None:
    """Close all that is chosen, in one transaction; Conflict if one of these is not open."""
    with transaction() as session:
        for contest in chosen(session):
            close_contest(session, actor, contest)


def close_if_due(actor: Actor, contest_id: str) -> bool:
    """Close a vote whose clock has run out; returns whether it was still due.

    Meanwhile another server may have closed it, or an organizer given it more time.
    """
    with transaction() as session:
        contest = session.get(Contest, contest_id)
        if contest is None or not _is_due(session, contest):
            return False
        close_contest(session, actor, contest)
        return True


def _is_due(session: Session, contest: Contest) -> bool:
    clock = timer(session, contest.workshop_id, f"contest:{contest.id}")
    return (
        contest.state == OPEN
        and clock is not None
        and clock.ends_at is not None
        and clock.ends_at <= now()
    )
