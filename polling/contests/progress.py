"""How far people are with contests of which each person is asked a part. Nothing reads a ballot."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from polling.contests.models import BallotAssignment, Turnout
from polling.people.models import Participant


@dataclass(frozen=True)
class Progress:
    """Of how many `asked` have `begun`, and are `done`: voted in all that they are asked about."""

    asked: int = 0
    begun: int = 0
    done: int = 0


def progress(session: Session, contest_ids: Collection[str]) -> Progress:
    """Of everybody whom these contests ask."""
    asked, voted = (
        _each(session, BallotAssignment, contest_ids),
        _each(session, Turnout, contest_ids),
    )
    everybody = asked.keys() - (_removed(session, contest_ids) - voted.keys())
    done = sum(voted[person] >= asked[person] for person in everybody & voted.keys())
    return Progress(len(everybody), len(everybody & voted.keys()), done)


def people_asked(session: Session, contest_ids: Collection[str]) -> set[int]:
    """Who is asked in any of these contests, by id."""
    asked, voted = (
        _each(session, BallotAssignment, contest_ids),
        _each(session, Turnout, contest_ids),
    )
    return asked.keys() - (_removed(session, contest_ids) - voted.keys())


def _removed(session: Session, contest_ids: Collection[str]) -> set[int]:
    """Who was asked and has been removed; if they had voted, it stays counted."""
    asked = (
        BallotAssignment.participant_id == Participant.id,
        BallotAssignment.contest_id.in_(contest_ids),
    )
    return set(
        session.scalars(
            select(Participant.id).join(BallotAssignment, and_(*asked)).where(Participant.removed)
        )
    )


def _each(
    session: Session, table: type[BallotAssignment | Turnout], contest_ids: Collection[str]
) -> Counter[int]:
    """{participant id: in how many of the contests}."""
    chosen = select(table.participant_id, func.count()).where(table.contest_id.in_(contest_ids))
    return Counter(dict(session.execute(chosen.group_by(table.participant_id)).all()))
