"""Organizers' actions on note-takers' links."""

from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.errors import Conflict, NotFound
from polling.core.i18n import _
from polling.live import announce, connection_control
from polling.notes import queries
from polling.notes.forms import NewLink
from polling.notes.models import NoteLink
from polling.workshop.log import record
from polling.workshop.models import AgendaSession, Workshop

MOST_LINKS = 100


def make(session: Session, actor: Actor, wanted: NewLink) -> NoteLink:
    """Create a link for one session of the agenda, or for all."""
    workshop = session.get_one(Workshop, actor.workshop_id)
    numbers = [link.number for link in queries.links(session, workshop.id)]
    if len(numbers) >= MOST_LINKS:
        raise Conflict(
            _("You have reached the limit. Delete something before you add more.", most=MOST_LINKS)
        )
    agenda_session = _agenda_session(workshop, wanted.session)
    number = max(numbers, default=0) + 1
    link = NoteLink(
        workshop_id=workshop.id, number=number, label=wanted.label, session=agenda_session
    )
    session.add(link)
    _log_and_announce(session, actor, "note-link-made", link)
    return link


def renew(session: Session, actor: Actor, link: NoteLink) -> None:
    """Revoke the link and its logins. Its notes move to the new link."""
    link.token_version += 1
    connection_control.send_away(session, Role.NOTE_TAKER, link.id)
    _log_and_announce(session, actor, "note-link-renewed", link)


def remove(session: Session, actor: Actor, link: NoteLink) -> None:
    """Revoke a link permanently. Its notes are kept."""
    connection_control.send_away(session, Role.NOTE_TAKER, link.id)
    session.delete(link)
    _log_and_announce(session, actor, "note-link-removed", link)


def _agenda_session(workshop: Workshop, session_id: int | None) -> AgendaSession | None:
    if session_id is None:
        return None
    found = next((one for one in workshop.sessions if one.id == session_id), None)
    if found is None:
        raise NotFound(_("This item no longer exists."))
    return found


def _log_and_announce(session: Session, actor: Actor, action: str, link: NoteLink) -> None:
    """Log and announce a change, with the link's label, session or number."""
    agenda_session = link.session
    name = link.label or (queries.source_of(agenda_session) if agenda_session else str(link.number))
    session.flush()
    record(session, actor, action, link=name)
    announce.changed(session, session.get_one(Workshop, actor.workshop_id), "notes", "log")
