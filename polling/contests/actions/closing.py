"""Closing a vote whose clock has run out."""

from sqlalchemy.orm import Session

from polling.contests.actions.lifecycle import close_contest
from polling.contests.models import OPEN, Contest
from polling.core.access import Actor
from polling.core.clock import now
from polling.core.db import transaction
from polling.workshop.queries import timer


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
