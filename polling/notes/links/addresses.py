"""A note-taker's link."""

from flask import url_for

from polling.notes.models import NoteLink
from polling.people.addresses import base, links
from polling.people.links import NOTE_TAKER


def note_taker_address(link: NoteLink) -> str:
    """The link that opens the note-taker's page."""
    token = links().make(NOTE_TAKER, link.id, link.token_version)
    return base() + url_for("notes.enter", token=token)
