"""The note-taker's page."""

from flask import Blueprint
from sqlalchemy.orm import Session

from polling import stages, web
from polling.core.access import Actor, Role, allow
from polling.core.i18n import _
from polling.notes import actions, pages
from polling.notes.forms import NoteText, Which
from polling.web.commands import command
from polling.web.template_contexts import variables
from polling.workshop import queries

blueprint = Blueprint("notes", __name__)


@blueprint.get("/w/<code>/notes")
@allow(Role.NOTE_TAKER)
@web.page
def note_taker(code: str) -> str:
    """Return a note-taker's page, at any stage."""
    db = web.page_session()
    workshop = queries.by_id(db, web.actor().workshop_id)
    context = pages.note_taker(db, workshop, web.actor())
    everywhere = {"workshop": workshop, "actor": web.actor(), "stage": stages.BY_KEY["setup"]}
    return web.render("notes/note_taker.html", **everywhere, **variables(context))


@command(blueprint, "/w/<code>/notes", Role.NOTE_TAKER)
def write(session: Session, actor: Actor, given: NoteText) -> str:
    """Store a new or changed note."""
    actions.write(session, actor, given)
    return _("Sent.")


@command(blueprint, "/w/<code>/notes/withdraw", Role.NOTE_TAKER)
def withdraw(session: Session, actor: Actor, which: Which) -> str:
    """Delete an unsorted note."""
    actions.withdraw(session, actor, which.key)
    return _("Withdrawn.")
