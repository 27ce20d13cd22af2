"""Which members have been quiet for a while, so that their facilitator can involve them.

A quiet member has written nothing. This is kept in memory only, and only the facilitator sees who
is quiet. What nobody has looked at for an hour is forgotten when anybody contributes. Servers that
share a database tell each other about an active member at most once a minute.
"""

from collections.abc import Callable, Iterable
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
KEPT = timedelta(hours=1)

Member = tuple[int, int]  # workshop, participant

_heard: dict[Member, datetime] = {}  # at first, when their facilitator looked
_told: dict[Member, datetime] = {}  # when all servers were last told about them


def hear(session: Session, actor: Actor, group_id: int) -> None:
    """Record, after the commit, that a member has contributed."""
    if actor.participant_id is None:
        return
    member = actor.workshop_id, actor.participant_id
    if _is_quiet(member):
        workshop = workshops.workshop_of(session, actor)
        announce.group_changed(session, workshop, group_id, "voices")
    if member in _told and now() < _told[member] + TELLING:
        on_commit(session, lambda: _heard.update({member: now()}))
    else:
        everywhere(session, "heard", workshop=actor.workshop_id, participant=actor.participant_id)


@does("heard")
def _note(workshop: int, participant: int) -> None:
    moment = now()
    _drop(lambda _member, at: at < moment - KEPT)
    _heard[workshop, participant] = _told[workshop, participant] = moment


def forget(workshop_id: int, _code: str = "") -> None:
    """Forget a deleted workshop, because ids may be reused."""
    _drop(lambda member, _at: member[0] == workshop_id)


def _drop(is_dropped: Callable[[Member, datetime], bool]) -> None:
    for known in (_heard, _told):
        for member in [one for one, at in known.items() if is_dropped(one, at)]:
            del known[member]


def quiet(members: Iterable[Participant]) -> list[Participant]:
    """Return the members who have been quiet for a while."""
    return [person for person in members if _is_quiet(_member(person))]


def quiet_at(members: Iterable[Participant]) -> datetime | None:
    """Return when the next of these members will count as quiet."""
    still_heard = [one for one in map(_member, members) if not _is_quiet(one)]
    return min((_heard[one] + QUIET for one in still_heard), default=None)


def _member(person: Participant) -> Member:
    return person.workshop_id, person.id


def _is_quiet(member: Member) -> bool:
    """Return whether a member is quiet, and forget for how long."""
    latest = now() - QUIET
    _heard[member] = max(_heard.get(member, now()), latest)
    return _heard[member] == latest
