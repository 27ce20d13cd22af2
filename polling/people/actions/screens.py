"""The screen's link, and its look."""

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


def choose_theme(session: Session, actor: Actor, theme: str) -> None:
    """Show the screen dark or light: a bright room washes a dark one out."""
    workshop = session.get_one(Workshop, actor.workshop_id)
    workshop.settings = {**workshop.settings, "screen_theme": theme}
    announce.changed(session, workshop, "slide")
