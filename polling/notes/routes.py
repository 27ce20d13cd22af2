"""The note-taker's way in and page."""

from typing import Any

from flask import Blueprint, redirect, session, url_for

from polling import agenda, http
from polling.access import Role, allow
from polling.db import reading, transaction
from polling.errors import NotAllowed
from polling.i18n import _
from polling.identity import remember
from polling.notes import actions, pages
from polling.notes.models import NoteLink
from polling.notes.payloads import NoteText, Which
from polling.people import addresses, links
from polling.workshop import queries

blueprint = Blueprint("notes", __name__)


@blueprint.get("/n/<token>")
@allow(Role.ANYONE)
def enter(token: str) -> Any:
    """A note-taker's link."""
    found = addresses.links().read(links.NOTE_TAKER, token)
    with reading() as db:
        link = db.get(NoteLink, found[0]) if found else None
        if link is None or found is None or link.epoch != found[1]:
            raise NotAllowed(_("This link is no longer valid. Ask the organizers for a new one."))
        code = queries.by_id(db, link.workshop_id).code
    remember(session, Role.NOTE_TAKER, link.workshop_id, link.id, link.epoch)
    return redirect(url_for("notes.note_taker", code=code), code=303)


@blueprint.get("/w/<code>/notes")
@allow(Role.NOTE_TAKER)
@http.page
def note_taker(code: str) -> str:
    """A note-taker's page, whatever the workshop is doing."""
    db = http.page_session()
    workshop = queries.by_id(db, http.actor().workshop_id)
    context = pages.note_taker(db, workshop, http.actor())
    everywhere = {"workshop": workshop, "actor": http.actor(), "stage": agenda.BY_KEY["setup"]}
    return http.render("notes/note_taker.html", **everywhere, **context)


@blueprint.post("/w/<code>/notes")
@allow(Role.NOTE_TAKER)
def write(code: str) -> Any:
    """Keep a note, new or changed."""
    given = http.parse(NoteText)
    with transaction() as db:
        actions.write(db, http.actor(), given)
    return http.done(_("It has arrived."))


@blueprint.post("/w/<code>/notes/withdraw")
@allow(Role.NOTE_TAKER)
def withdraw(code: str) -> Any:
    """Delete a note that nobody has sorted."""
    which = http.parse(Which)
    with transaction() as db:
        actions.withdraw(db, http.actor(), which.key)
    return http.done(_("Withdrawn."))
