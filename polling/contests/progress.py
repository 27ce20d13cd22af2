"""How far people are with contests of which each person is asked a part. Nothing reads a ballot."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from polling.contests.models import Asked, Turnout
from polling.people.models import Participant


@dataclass(frozen=True)
class Progress:
    """Of how many `asked` have `begun`, and are `done`: voted in all that they are asked about."""

    asked: int = 0
    begun: int = 0
    done: int = 0


def progress(session: Session, contest_ids: Collection[str]) -> Progress:
    """Of everybody present whom these contests ask."""
    asked, voted = _each(session, Asked, contest_ids), _each(session, Turnout, contest_ids)
    begun = asked.keys() & voted.keys()
    done = sum(voted[person] >= asked[person] for person in begun)
    return Progress(len(asked), len(begun), done)


def _each(
    session: Session, table: type[Asked | Turnout], contest_ids: Collection[str]
) -> Counter[int]:
    """{participant id: in how many of the contests}."""
    chosen = (
        select(table.participant_id, func.count())
        .join(Participant, Participant.id == table.participant_id)
        .where(Participant.removed.is_(False), table.contest_id.in_(list(contest_ids)))
        .group_by(table.participant_id)
    )
    return Counter(dict(session.execute(chosen).all()))
