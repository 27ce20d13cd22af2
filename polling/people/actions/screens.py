"""Actions for the screen's link and theme."""

from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.live import announce, connection_control
from polling.workshop.log import record
from polling.workshop.models import Workshop


def renew_screen_link(session: Session, actor: Actor) -> None:
    """Revoke the screen's link and disconnect all screens that used it."""
    workshop = session.get_one(Workshop, actor.workshop_id)
    workshop.screen_token_version += 1
    connection_control.send_away(session, Role.SCREEN, workshop.id)
    record(session, actor, "screen-link-renewed")
    announce.changed(session, workshop, "log")


def choose_theme(session: Session, actor: Actor, theme: str) -> None:
    """Set the screen to dark or light, because dark screens are hard to read in bright rooms."""
    workshop = session.get_one(Workshop, actor.workshop_id)
    workshop.settings = {**workshop.settings, "screen_theme": theme}
    announce.changed(session, workshop, "slide")
