"""The login with a note-taker's link."""

from typing import Any

from flask import Blueprint, redirect, session, url_for
from sqlalchemy.orm import Session

from polling.core.access import Role, allow
from polling.core.db import reading
from polling.core.errors import NotAllowed
from polling.core.i18n import _
from polling.notes.models import NoteLink
from polling.people import signed_links, urls
from polling.people.identity import identify, remember
from polling.web.role_change import Change, ask
from polling.workshop import queries
from polling.workshop.models import Workshop

blueprint = Blueprint("note_taker_login", __name__)


@blueprint.get("/n/<token>")
@allow(Role.ANYONE)
def enter(token: str) -> Any:
    """Log in with a note-taker's link. A browser with another link is asked to confirm."""
    with reading() as db:
        link = _link_of(db, token)
        workshop = queries.by_id(db, link.workshop_id)
        now = identify(db, session, workshop, (Role.NOTE_TAKER,))
        if now and now.note_link_id != link.id:
            return _ask_for_link(workshop, link, db.get_one(NoteLink, now.note_link_id), token)
    return _enter(link, workshop)


@blueprint.post("/n/<token>")
@allow(Role.ANYONE)
def change_link(token: str) -> Any:
    """Switch to this link from another one."""
    with reading() as db:
        link = _link_of(db, token)
        workshop = queries.by_id(db, link.workshop_id)
    return _enter(link, workshop)


def _link_of(db: Session, token: str) -> NoteLink:
    found = urls.links().read(signed_links.NOTE_TAKER, token)
    link = db.get(NoteLink, found[0]) if found else None
    if link is None or found is None or link.token_version != found[1]:
        raise NotAllowed(_("This link is no longer valid. Ask the organizers for a new one."))
    return link


def _enter(link: NoteLink, workshop: Workshop) -> Any:
    remember(session, Role.NOTE_TAKER, workshop.id, link.id, link.token_version)
    return redirect(url_for("notes.note_taker", code=workshop.code), code=303)


def _ask_for_link(workshop: Workshop, offered: NoteLink, now: NoteLink, token: str) -> str:
    change = Change(
        code=workshop.code,
        now=_("You are logged in with note-taker link %(number)s.", number=now.number),
        offered=_("You have just opened link %(number)s.", number=offered.number),
        home=url_for("notes.note_taker", code=workshop.code),
        to=url_for("note_taker_login.change_link", token=token),
        voter=f"notes-{now.number}",
    )
    return ask(change)
