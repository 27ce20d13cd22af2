"""The actors that groups can choose while they draft."""

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.setup.actions.common import finish, write
from polling.setup.forms import ActorList
from polling.workshop.queries import workshop_of


def set_actors(session: Session, actor: Actor, listed: ActorList) -> None:
    """Replace the list of actors."""
    write(workshop_of(session, actor), listed)
    finish(session, actor, "actors-edited", count=len(listed.actors))
