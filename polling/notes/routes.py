"""The note-taker's page and login, and organizers' routes for note-takers' links."""

from typing import Any

from flask import Blueprint, Response, url_for
from sqlalchemy.orm import Session

from polling import stages, web
from polling.core.access import Actor, Role, allow
from polling.core.db import reading
from polling.core.i18n import _
from polling.notes import actions, note_taker_link, pages, queries
from polling.notes.forms import NewLink, NoteText, Which
from polling.notes.models import NoteLink
from polling.people import qr_codes, signed_links
from polling.web.commands import Done, command
from polling.web.link_logins import LinkLogin
from polling.web.role_change import Change
from polling.web.template_contexts import variables
from polling.workshop import queries as workshops
from polling.workshop.models import Workshop

blueprint = Blueprint("notes", __name__)


@blueprint.get("/w/<code>/notes")
@allow(Role.NOTE_TAKER)
@web.page
def note_taker(code: str) -> str:
    """Return a note-taker's page, at any stage."""
    db = web.page_session()
    workshop = workshops.workshop_of(db, web.actor())
    context = pages.note_taker(db, workshop, web.actor())
    everywhere = {"workshop": workshop, "actor": web.actor(), "stage": stages.BY_KEY["setup"]}
    return web.render("notes/note_taker.html", **everywhere, **variables(context))


@command(blueprint, "/w/<code>/notes", Role.NOTE_TAKER)
def write(session: Session, actor: Actor, given: NoteText) -> Done:
    """Store a new or changed note."""
    return Done(_("Sent."), digest=actions.write(session, actor, given))


@command(blueprint, "/w/<code>/notes/withdraw", Role.NOTE_TAKER)
def withdraw(session: Session, actor: Actor, which: Which) -> str:
    """Delete an unsorted note."""
    actions.withdraw(session, actor, which)
    return _("Withdrawn.")


# ---- The login with a link ----


def _another_link(workshop: Workshop, now: NoteLink, offered: NoteLink, token: str) -> Change:
    return Change(
        code=workshop.code,
        question=_("Switch to this link?"),
        now=_("You are logged in with note-taker link %(number)s.", number=now.number),
        offered=_("You have just opened link %(number)s.", number=offered.number),
        home=url_for("notes.note_taker", code=workshop.code),
        to=url_for("notes.switch_link", token=token),
        voter=f"notes-{now.number}",
    )


_LOGIN = LinkLogin(
    Role.NOTE_TAKER,
    signed_links.NOTE_TAKER,
    NoteLink,
    NoteLink.token_version,
    held_id=lambda actor: actor.note_link_id,
    home="notes.note_taker",
    change=_another_link,
)


@blueprint.get("/n/<token>")
@allow(Role.ANYONE)
def enter_link(token: str) -> Any:
    """Log in with a note-taker's link. A browser with another link is asked to confirm."""
    return _LOGIN.enter(token)


@blueprint.post("/n/<token>")
@allow(Role.ANYONE)
def switch_link(token: str) -> Any:
    """Switch to this link from another one."""
    return _LOGIN.switch(token)


LINKS = "/console/<code>/notes/links"  # of the organizers


@command(blueprint, LINKS, Role.ORGANIZER)
def make_link(session: Session, actor: Actor, wanted: NewLink, code: str) -> str:
    """Create a link."""
    actions.make_link(session, actor, wanted)
    return _("Added.")


@blueprint.get(LINKS)
@allow(Role.ORGANIZER)
def link_sheet(code: str) -> str:
    """Return a printable sheet with a slip for each note-taker: a QR code and the session."""
    with reading() as session:
        workshop = workshops.workshop_of(session, web.actor())
        links = queries.links(session, workshop.id)
        return web.render("notes/note_taker_links.html", workshop=workshop, links=links)


@command(blueprint, f"{LINKS}/<int:link_id>/renew", Role.ORGANIZER)
def renew_link(session: Session, actor: Actor, link_id: int) -> str:
    """Replace a link; the old one stops working at once."""
    actions.renew_link(session, actor, queries.link(session, actor.workshop_id, link_id))
    return _("The old link no longer works.")


@command(blueprint, f"{LINKS}/<int:link_id>/delete", Role.ORGANIZER)
def remove_link(session: Session, actor: Actor, link_id: int) -> str:
    """Revoke a link permanently; its notes are kept."""
    actions.remove_link(session, actor, queries.link(session, actor.workshop_id, link_id))
    return _("Link revoked. Notes sent through it are kept.")


@blueprint.get(f"{LINKS}/<int:link_id>/qr.svg")
@allow(Role.ORGANIZER)
def link_qr_code(code: str, link_id: int) -> Response:
    """Return the QR code of a note-taker's link."""
    with reading() as session:
        link = queries.link(session, web.actor().workshop_id, link_id)
        drawn = qr_codes.as_svg(note_taker_link.note_taker_address(link))
    return web.svg(drawn)
