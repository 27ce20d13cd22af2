"""Which members have been quiet for a while, so that their facilitator can involve them.

A quiet member has written nothing. This is kept in memory only, and only the facilitator sees who
is quiet. Servers that share a database tell each other about an active member at most once a
minute.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.clock import now
from polling.core.db import on_commit
from polling.live import announce
from polling.live.on_all_servers import does, everywhere
from polling.people.models import Participant
from polling.workshop import queries as workshops

QUIET = timedelta(minutes=10)
TELLING = timedelta(minutes=1)

_heard: dict[int, datetime] = {}  # by participant id; at first, when their facilitator looked
_told: dict[int, datetime] = {}  # when other servers were last told about them


def hear(session: Session, actor: Actor, group_id: int) -> None:
    """Record, after the commit, that a member has contributed."""
    member = actor.participant_id
    if member is None:
        return
    if _is_quiet(member):
        workshop = workshops.workshop_of(session, actor)
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
    """Return the members who have been quiet for a while."""
    return [person for person in members if _is_quiet(person.id)]


def quiet_at(members: Iterable[Participant]) -> datetime | None:
    """Return when the next of these members will count as quiet."""
    due = (_heard[person.id] + QUIET for person in members if not _is_quiet(person.id))
    return min(due, default=None)


def _is_quiet(member: int) -> bool:
    return _heard.setdefault(member, now()) + QUIET <= now()
