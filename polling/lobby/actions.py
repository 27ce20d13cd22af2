"""The practice ballot in the lobby: stored like a real one, but it does not count."""

from sqlalchemy.orm import Session

from polling.contests import actions, queries
from polling.contests.casting import contest_snapshots
from polling.contests.kinds import PRACTICE
from polling.contests.models import OPEN, Contest
from polling.core.db import on_commit
from polling.workshop.models import Workshop

OPTIONS = [1, 2, 3, 4, 5]
RULE = {"rule": "top-three", "most": 3, "places": 3, "tie_policy": "default"}


def begin(session: Session, workshop: Workshop) -> None:
    """Open the practice contest when people enter the lobby."""
    found = queries.contests(session, workshop.id, PRACTICE)
    contest = found[0] if found else Contest(workshop_id=workshop.id, kind=PRACTICE)
    contest.rule, contest.options, contest.state = RULE, OPTIONS, OPEN
    session.add(contest)
    on_commit(session, contest_snapshots.forget_snapshots)


def end(session: Session, workshop: Workshop) -> None:
    """Delete the practice ballots."""
    for contest in queries.contests(session, workshop.id, PRACTICE):
        actions.discard(session, contest)
    on_commit(session, contest_snapshots.forget_snapshots)
