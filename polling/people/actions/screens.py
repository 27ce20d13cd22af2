"""The screen's link."""

from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.live import announce, connections
from polling.workshop.log import record
from polling.workshop.models import Workshop


def renew_screen_link(session: Session, actor: Actor) -> None:
    """End the screen's old link and every screen that came in by it."""
    workshop = session.get_one(Workshop, actor.workshop_id)
    workshop.screen_token_version += 1
    connections.send_away(session, Role.SCREEN, workshop.id)
    record(session, actor, "screen-link-renewed")
    announce.changed(session, workshop, "log")
