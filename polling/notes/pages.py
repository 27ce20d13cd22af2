"""The note-taker's page."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from polling import stages
from polling.core.access import Actor
from polling.core.edit_conflicts import mark
from polling.notes import queries
from polling.notes.models import Note, NoteLink
from polling.workshop import queries as workshops
from polling.workshop.models import Theme, Workshop


@dataclass(frozen=True)
class NoteTakerPage:
    """A form for a new note, and the link's notes, newest first.

    `mark_of` returns the mark of a note. `new_key` is the key of the next note, for browsers
    without scripts. `late` is true once the ranking has begun.
    """

    link: NoteLink
    notes: list[Note]
    mark_of: Callable[[Note], str]
    sessions: dict[str, str]
    themes: list[Theme]
    new_key: str
    late: bool


def note_taker(session: Session, workshop: Workshop, actor: Actor) -> NoteTakerPage:
    """Return the context of a note-taker's page."""
    link = queries.own_link(session, actor)
    return NoteTakerPage(
        link=link,
        notes=queries.written_by(session, link),
        mark_of=lambda note: mark(queries.text_of(note)),
        sessions=queries.sessions(workshop),
        themes=workshops.themes(session, workshop.id),
        new_key=secrets.token_hex(16),
        late=stages.has_reached(workshop.stage, "ranking"),
    )
