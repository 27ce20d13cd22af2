"""A note-taker's link: its URL, and the actor that it identifies."""

from flask import url_for
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.notes.models import NoteLink
from polling.people.identity import finds
from polling.people.signed_links import NOTE_TAKER
from polling.people.urls import base, links
from polling.workshop.models import Workshop


def note_taker_address(link: NoteLink) -> str:
    """Return the URL of the note-taker's page."""
    token = links().make(NOTE_TAKER, link.id, link.token_version)
    return base() + url_for("notes.enter_link", token=token)


@finds(Role.NOTE_TAKER, target=NoteLink.id, token_version=NoteLink.token_version)
def note_taker(
    session: Session, workshop: Workshop, link_id: int, token_version: int
) -> Actor | None:
    """Return the note-taker of a link, or None if the link was renewed or removed."""
    link = session.get(NoteLink, link_id)
    if link is None or link.token_version != token_version:
        return None
    label = link.label or f"link {link.number}"
    return Actor(
        Role.NOTE_TAKER, workshop.id, note_link_id=link.id, label=label, token_version=token_version
    )
