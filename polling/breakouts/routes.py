"""Breakouts over HTTP: the facilitator's way in."""

from typing import Any

from flask import Blueprint, redirect, session, url_for

from polling.access import Role, allow
from polling.breakouts.models import Group
from polling.db import reading
from polling.errors import NotAllowed
from polling.i18n import _
from polling.identity import remember
from polling.people import addresses, links
from polling.workshop import queries

blueprint = Blueprint("breakouts", __name__)


@blueprint.get("/f/<token>")
@allow(Role.ANYONE)
def enter_facilitator(token: str) -> Any:
    """A facilitator's personal link."""
    found = addresses.links().read(links.FACILITATOR, token)
    with reading() as db:
        group = db.get(Group, found[0]) if found else None
        if group is None or found is None or group.link_epoch != found[1]:
            raise NotAllowed(_("This link is no longer valid. Ask the organizers for a new one."))
        code = queries.by_id(db, group.workshop_id).code
    remember(session, Role.FACILITATOR, group.workshop_id, group.id, group.link_epoch)
    return redirect(url_for("pages.facilitator", code=code), code=303)
