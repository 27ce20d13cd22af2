"""The organizer removes a participant, or lets them in again."""

from typing import Any

from flask import Blueprint

from polling import web
from polling.core.access import Role, allow
from polling.core.db import transaction
from polling.core.i18n import _
from polling.people import queries
from polling.people.actions import joining as actions

blueprint = Blueprint("participants", __name__, url_prefix="/console/<code>/people")


@blueprint.post("/<int:person_id>/remove")
@allow(Role.ORGANIZER)
def remove(code: str, person_id: int) -> Any:
    """End somebody's access; what is counted of theirs stays."""
    actor = web.actor()
    with transaction() as session:
        person = queries.participant(session, actor.workshop_id, person_id)
        actions.remove(session, actor, person)
        number = person.number
    return web.done(_("Participant %(number)s is no longer in the workshop.", number=number))


@blueprint.post("/<int:person_id>/let-in")
@allow(Role.ORGANIZER)
def let_in(code: str, person_id: int) -> Any:
    """Take a removal back."""
    actor = web.actor()
    with transaction() as session:
        person = queries.participant(session, actor.workshop_id, person_id)
        actions.let_in_again(session, actor, person)
        number = person.number
    return web.done(_("Participant %(number)s is in the workshop again.", number=number))
