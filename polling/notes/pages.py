"""The note-taker's page."""

import secrets
from typing import Any

from sqlalchemy.orm import Session

from polling import stages
from polling.core.access import Actor
from polling.notes import queries
from polling.workshop import queries as workshops
from polling.workshop.models import Workshop


def note_taker(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """A form for a new note, and what came by this link."""
    link = queries.own_link(session, actor)
    return {
        "link": link,
        "notes": queries.written_by(session, link),
        "sessions": queries.sessions(workshop),
        "themes": workshops.themes(session, workshop.id),
        "new_key": secrets.token_hex(16),  # for a browser without scripts
        "late": stages.has_reached(workshop.stage, "ranking"),
    }
