"""Organizers' pages for facilitators' links: renewing them, and printing QR codes."""

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from polling import web
from polling.breakouts import queries
from polling.breakouts.links import actions, facilitator_link
from polling.core.access import Actor, Role, allow
from polling.core.db import reading
from polling.core.i18n import _
from polling.people import qr_codes
from polling.web.commands import command
from polling.workshop import queries as workshops

blueprint = Blueprint("links", __name__, url_prefix="/console/<code>/groups")


@command(blueprint, "/<int:group_id>/link", Role.ORGANIZER)
def renew_link(session: Session, actor: Actor, group_id: int) -> str:
    """Renew a facilitator's link; the old one stops working at once."""
    group = queries.group(session, actor.workshop_id, group_id)
    actions.renew_link(session, actor, group)
    return _("The old link no longer works.")


@blueprint.get("/links")
@allow(Role.ORGANIZER)
def sheet(code: str) -> str:
    """Return a printable sheet with a slip for each facilitator: a QR code and the issues."""
    with reading() as session:
        workshop = workshops.by_id(session, web.actor().workshop_id)
        workshops.themes(session, workshop.id)  # loads all issues in one query
        slips = [
            (group, workshops.priority_issues(session, group.theme_id))
            for group in queries.groups(session, workshop.id)
        ]
        return web.render("breakouts/facilitator_links.html", workshop=workshop, slips=slips)


@blueprint.get("/<int:group_id>/qr.svg")
@allow(Role.ORGANIZER)
def qr_code(code: str, group_id: int) -> Response:
    """Return the QR code of a facilitator's link."""
    with reading() as session:
        group = queries.group(session, web.actor().workshop_id, group_id)
        drawn = qr_codes.as_svg(facilitator_link.facilitator_address(group))
    response = Response(drawn, mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "no-store"
    return response
