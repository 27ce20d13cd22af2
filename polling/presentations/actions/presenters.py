"""Choosing the presenter: the member whose phone turns the pages."""

from sqlalchemy.orm import Session

from polling.breakouts import queries as breakouts
from polling.breakouts.models import Group
from polling.core.access import Actor
from polling.core.errors import Conflict, NotFound
from polling.core.i18n import _
from polling.live import announce
from polling.people.models import Participant
from polling.presentations import queries
from polling.workshop import queries as workshops


def choose(session: Session, actor: Actor, number: int | None) -> None:
    """Set the member who presents; None for nobody."""
    group = breakouts.group(session, actor.workshop_id, actor.group_id)
    _hand_to(session, group, _member(session, group, number) if number else None)


def volunteer(session: Session, actor: Actor, *, willing: bool) -> None:
    """Make a member the group's presenter if it has none, or stop presenting."""
    group = breakouts.group(session, actor.workshop_id, actor.group_id)
    person = session.get_one(Participant, actor.participant_id)
    before = queries.presenter(session, group)
    if before is not None and before.id != person.id:
        raise Conflict(_("Presenter: #%(number)s", number=before.number) + ".")
    _hand_to(session, group, person if willing else None)


def _member(session: Session, group: Group, number: int) -> Participant:
    for person in breakouts.members_of(session, group):
        if person.number == number:
            return person
    raise NotFound(_("This item no longer exists."))


def _hand_to(session: Session, group: Group, chosen: Participant | None) -> None:
    for person in breakouts.members_of(session, group):
        person.presents = person is chosen
    workshop = workshops.by_id(session, group.workshop_id)
    announce.group_changed(session, workshop, group.id, "group")
