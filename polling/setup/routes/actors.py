"""Routes for the actors that groups can choose while they draft."""

from flask import Blueprint
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.i18n import _
from polling.setup.actions import actors as actions
from polling.setup.forms import ActorList
from polling.web.commands import command

blueprint = Blueprint("actors", __name__, url_prefix="/console/<code>/setup")


@command(blueprint, "/actors", Role.ORGANIZER)
def set_actors(session: Session, actor: Actor, listed: ActorList) -> str:
    """Save the list of actors."""
    actions.set_actors(session, actor, listed)
    return _("Saved.")
