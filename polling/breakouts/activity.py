"""Who has not written, pressed or marked anything for a while, for their facilitator to turn to.

It is kept in memory only, tells no more than "quiet" or not, and is shown to nobody else. Where
several servers share a database, each tells the others of a member at most once a minute.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.clock import now
from polling.core.db import on_commit
from polling.live import announce
from polling.live.broadcast import does, everywhere
from polling.people.models import Participant
from polling.workshop import queries as workshops

QUIET = timedelta(minutes=10)
TELLING = timedelta(minutes=1)

_heard: dict[int, datetime] = {}  # by participant id; or when their facilitator first looked
_told: dict[int, datetime] = {}  # when other servers were last told of them


def hear(session: Session, actor: Actor, group_id: int) -> None:
    """Note, after the commit, that a member has contributed. Who was quiet no longer is."""
    member = actor.participant_id
    if member is None:
        return
    if _is_quiet(member):
        workshop = workshops.by_id(session, actor.workshop_id)
        announce.group_changed(session, workshop, group_id, "voices")
    if member in _told and now() < _told[member] + TELLING:
        on_commit(session, lambda: _note(member))
    else:
        on_commit(session, lambda: _told.update({member: now()}))
        everywhere(session, "heard", participant=member)


@does("heard")
def _note(participant: int) -> None:
    _heard[participant] = now()


def quiet(members: Iterable[Participant]) -> list[Participant]:
    """Members without activity for a while."""
    return [person for person in members if _is_quiet(person.id)]


def quiet_at(members: Iterable[Participant]) -> datetime | None:
    """When the next of them will have been quiet for a while."""
    due = (_heard[person.id] + QUIET for person in members if not _is_quiet(person.id))
    return min(due, default=None)


def _is_quiet(member: int) -> bool:
    return _heard.setdefault(member, now()) + QUIET <= now()
