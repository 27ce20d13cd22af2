"""Removing participants, and letting them in again."""

from flask import Blueprint
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.i18n import _
from polling.people import queries
from polling.people.actions import participants as actions
from polling.web.commands import command

blueprint = Blueprint("participants", __name__, url_prefix="/console/<code>/people")


@command(blueprint, "/<int:person_id>/remove", Role.ORGANIZER)
def remove(session: Session, actor: Actor, person_id: int) -> str:
    """Revoke a participant's access; their counted ballots are kept."""
    person = queries.participant(session, actor.workshop_id, person_id)
    actions.remove(session, actor, person)
    number = person.number
    return _("Participant %(number)s was removed.", number=number)


@command(blueprint, "/<int:person_id>/let-in", Role.ORGANIZER)
def let_in(session: Session, actor: Actor, person_id: int) -> str:
    """Undo a removal."""
    person = queries.participant(session, actor.workshop_id, person_id)
    actions.let_in_again(session, actor, person)
    number = person.number
    return _("Participant %(number)s was restored.", number=number)
