"""Actions for the list of breakout groups. Members are assigned in the breakouts."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.breakouts.models import Group
from polling.core.access import Actor, Role
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.live import connection_control
from polling.people.models import Participant
from polling.screen import state
from polling.setup import queries
from polling.setup.actions.common import finish, write
from polling.setup.forms import GroupText
from polling.workshop.queries import theme as theme_of
from polling.workshop.queries import workshop_of
from polling.workshop.timers import clear_clocks_of_group


def add(session: Session, actor: Actor, *, theme_id: int, count: int) -> None:
    """Add groups for a theme, with the next free numbers."""
    workshop = workshop_of(session, actor)
    theme = theme_of(session, workshop.id, theme_id)
    taken = [group.number for group in queries.groups(session, workshop.id)]
    first = max(taken, default=0) + 1
    for number in range(first, first + count):
        session.add(Group(workshop_id=workshop.id, theme_id=theme.id, number=number))
    finish(session, actor, "groups-added", theme=theme.title, count=count)


def edit(session: Session, actor: Actor, group_id: int, text: GroupText) -> None:
    """Change a group's number, theme, place, facilitator or language.

    A group that has drafted keeps its number and theme: votes and the report name it by them.
    """
    workshop = workshop_of(session, actor)
    group = queries.group(session, workshop.id, group_id)
    theme = theme_of(session, workshop.id, text.theme_id)
    _require_free_number(session, group, text.number)
    changed = (text.number, theme.id) != (group.number, group.theme_id)
    if changed and queries.drafted_by(session, group.id):
        raise Conflict(_("You cannot change this because the group has drafted recommendations."))
    write(group, text)
    finish(session, actor, "group-edited", number=text.number)


def remove(session: Session, actor: Actor, group_id: int) -> None:
    """Delete a group that has drafted nothing; its members are then in no group."""
    workshop = workshop_of(session, actor)
    group = queries.group(session, workshop.id, group_id)
    if queries.drafted_by(session, group.id):
        raise Conflict(_("You cannot change this because the group has drafted recommendations."))
    number = group.number
    _empty(session, group)
    state.forget_group(workshop, group.id)
    session.delete(group)
    finish(session, actor, "group-removed", number=number)


def _empty(session: Session, group: Group) -> None:
    """Remove everything that refers to its id, which a database may reuse."""
    for person in session.scalars(select(Participant).where(Participant.group_id == group.id)):
        person.group_id, person.presents = None, False
        connection_control.move(session, person.id, None)
    connection_control.send_away(session, Role.FACILITATOR, group.id)
    clear_clocks_of_group(session, group.workshop_id, group.id)


def _require_free_number(session: Session, group: Group, number: int) -> None:
    others = queries.groups(session, group.workshop_id)
    if any(other.number == number and other is not group for other in others):
        raise Conflict(_("Group %(number)s already exists.", number=number))
