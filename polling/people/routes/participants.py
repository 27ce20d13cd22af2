"""The organizer removes a participant, or lets them in again."""

from flask import Blueprint
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.i18n import _
from polling.people import queries
from polling.people.actions import joining as actions
from polling.web.commands import command

blueprint = Blueprint("participants", __name__, url_prefix="/console/<code>/people")


@command(blueprint, "/<int:person_id>/remove", Role.ORGANIZER)
def remove(session: Session, actor: Actor, person_id: int) -> str:
    """End somebody's access; what is counted of theirs stays."""
    person = queries.participant(session, actor.workshop_id, person_id)
    actions.remove(session, actor, person)
    number = person.number
    return _("Participant %(number)s is no longer in the workshop.", number=number)


@command(blueprint, "/<int:person_id>/let-in", Role.ORGANIZER)
def let_in(session: Session, actor: Actor, person_id: int) -> str:
    """Take a removal back."""
    person = queries.participant(session, actor.workshop_id, person_id)
    actions.let_in_again(session, actor, person)
    number = person.number
    return _("Participant %(number)s is in the workshop again.", number=number)
