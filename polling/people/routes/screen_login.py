"""The login of a screen, with its link."""

from typing import Any

from flask import Blueprint, redirect, session, url_for

from polling.core.access import Role, allow
from polling.core.db import reading
from polling.core.errors import NotAllowed
from polling.core.i18n import _
from polling.people import signed_links, urls
from polling.people.identity import remember
from polling.workshop.models import Workshop

blueprint = Blueprint("screen_login", __name__)


@blueprint.get("/s/<token>")
@allow(Role.ANYONE)
def enter_screen(token: str) -> Any:
    """Log in with the screen's link."""
    found = urls.links().read(signed_links.SCREEN, token)
    with reading() as db:
        workshop = db.get(Workshop, found[0]) if found else None
        if workshop is None or found is None or workshop.screen_token_version != found[1]:
            raise NotAllowed(_("This link is no longer valid. Ask the organizers for a new one."))
    remember(session, Role.SCREEN, workshop.id, workshop.id, workshop.screen_token_version)
    return redirect(url_for("pages.screen", code=workshop.code), code=303)
