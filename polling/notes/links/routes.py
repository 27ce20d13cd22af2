"""Organizers' routes for note-takers' links: creating, renewing, and printing QR codes."""

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from polling import web
from polling.core.access import Actor, Role, allow
from polling.core.db import reading
from polling.core.i18n import _
from polling.notes import queries
from polling.notes.forms import NewLink
from polling.notes.links import actions, note_taker_link
from polling.people import qr_codes
from polling.web.commands import command
from polling.workshop import queries as workshops

blueprint = Blueprint("note_links", __name__, url_prefix="/console/<code>/notes/links")


@command(blueprint, "", Role.ORGANIZER)
def make(session: Session, actor: Actor, wanted: NewLink, code: str) -> str:
    """Create a link."""
    actions.make(session, actor, wanted)
    return _("Added.")


@blueprint.get("")
@allow(Role.ORGANIZER)
def sheet(code: str) -> str:
    """Return a printable sheet with a slip for each note-taker: a QR code and the session."""
    with reading() as session:
        workshop = workshops.by_id(session, web.actor().workshop_id)
        links = queries.links(session, workshop.id)
        return web.render("notes/note_taker_links.html", workshop=workshop, links=links)


@command(blueprint, "/<int:link_id>/renew", Role.ORGANIZER)
def renew(session: Session, actor: Actor, link_id: int) -> str:
    """Replace a link; the old one stops working at once."""
    actions.renew(session, actor, queries.link(session, actor.workshop_id, link_id))
    return _("The old link no longer works.")


@command(blueprint, "/<int:link_id>/delete", Role.ORGANIZER)
def remove(session: Session, actor: Actor, link_id: int) -> str:
    """Revoke a link permanently; its notes are kept."""
    actions.remove(session, actor, queries.link(session, actor.workshop_id, link_id))
    return _("Link revoked. Its notes are kept.")


@blueprint.get("/<int:link_id>/qr.svg")
@allow(Role.ORGANIZER)
def qr_code(code: str, link_id: int) -> Response:
    """Return the QR code of a note-taker's link."""
    with reading() as session:
        link = queries.link(session, web.actor().workshop_id, link_id)
        drawn = qr_codes.as_svg(note_taker_link.note_taker_address(link))
    response = Response(drawn, mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "no-store"
    return response
