"""Actions for the agenda, whose sessions are the sources of issues."""

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.setup import queries
from polling.setup.actions.common import finish, place, write
from polling.setup.forms import SessionText
from polling.workshop.models import AgendaSession
from polling.workshop.queries import workshop_of


def add(session: Session, actor: Actor, *, title: str) -> None:
    """Add a session at the end, on the day of the last one."""
    workshop = workshop_of(session, actor)
    day = workshop.sessions[-1].day if workshop.sessions else ""
    position = len(workshop.sessions) + 1
    workshop.sessions.append(AgendaSession(title=title, day=day, position=position))
    finish(session, actor, "sitting-added", title=title)


def edit(session: Session, actor: Actor, session_id: int, text: SessionText) -> None:
    """Change a session."""
    workshop = workshop_of(session, actor)
    write(queries.agenda_session(session, workshop.id, session_id), text)
    finish(session, actor, "sitting-edited", title=text.title)


def move(session: Session, actor: Actor, session_id: int, direction: str) -> None:
    """Move a session one place up or down in the agenda."""
    workshop = workshop_of(session, actor)
    agenda_session = queries.agenda_session(session, workshop.id, session_id)
    for position, row in enumerate(place(workshop.sessions, agenda_session, direction), start=1):
        row.position = position
    finish(session, actor, "sitting-moved", title=agenda_session.title, to=direction)


def remove(session: Session, actor: Actor, session_id: int) -> None:
    """Delete a session; issues keep its code as their source.

    Raises:
        Conflict: people have answered survey questions about the sessions. Without this session,
            the answers would be counted again, and the difference would tell who rated it.
    """
    workshop = workshop_of(session, actor)
    if queries.sessions_are_rated(session, workshop):
        raise Conflict(
            _("People have answered survey questions about the sessions, so none can be deleted.")
        )
    agenda_session = queries.agenda_session(session, workshop.id, session_id)
    title = agenda_session.title
    session.delete(agenda_session)
    finish(session, actor, "sitting-removed", title=title)
