"""Organizers' routes for the screen's link and theme."""

from flask import Blueprint
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.i18n import _
from polling.people.actions import screens as actions
from polling.people.forms import Look
from polling.web.commands import command

blueprint = Blueprint("screens", __name__, url_prefix="/console/<code>/screen")


@command(blueprint, "/link", Role.ORGANIZER)
def renew_link(session: Session, actor: Actor) -> str:
    """Renew the screen's link; the old one stops working at once."""
    actions.renew_screen_link(session, actor)
    return _("The old link no longer works.")


@command(blueprint, "/theme", Role.ORGANIZER)
def choose_theme(session: Session, actor: Actor, look: Look) -> None:
    """Show the screen dark or light."""
    actions.choose_theme(session, actor, look.theme)
