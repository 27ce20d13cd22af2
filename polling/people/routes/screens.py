"""The login of a screen with its link, and organizers' routes for its link and theme."""

from typing import Any

from flask import Blueprint, redirect, session, url_for
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role, allow
from polling.core.db import reading
from polling.core.i18n import _
from polling.people.forms import Look
from polling.people.identity import remember
from polling.people.signed_links import SCREEN
from polling.people.urls import linked
from polling.screen import actions as screen
from polling.web.commands import command
from polling.workshop.models import Workshop

blueprint = Blueprint("screens", __name__)


@command(blueprint, "/console/<code>/screen/link", Role.ORGANIZER)
def renew_link(session: Session, actor: Actor) -> str:
    """Renew the screen's link; the old one stops working at once."""
    screen.renew_link(session, actor)
    return _("The old link no longer works.")


@command(blueprint, "/console/<code>/screen/theme", Role.ORGANIZER)
def choose_theme(session: Session, actor: Actor, look: Look) -> None:
    """Show the screen dark or light."""
    screen.choose_theme(session, actor, look.theme)


@blueprint.get("/s/<token>")
@allow(Role.ANYONE)
def enter_screen(token: str) -> Any:
    """Log in with the screen's link."""
    with reading() as db:
        workshop = linked(db, token, SCREEN, Workshop, Workshop.screen_token_version)
        version = workshop.screen_token_version
        remember(db, session, Role.SCREEN, workshop.id, (workshop.id, version))
    return redirect(url_for("pages.screen", code=workshop.code), code=303)
