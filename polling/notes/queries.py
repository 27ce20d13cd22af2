"""Queries for links and notes, and for the choices of note-takers."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from polling.core.access import Actor
from polling.core.errors import NotFound
from polling.core.i18n import _, ngettext
from polling.core.query_cache import already, loaded_once
from polling.notes.models import Note, NoteLink
from polling.workshop.models import AgendaSession, Workshop
from polling.workshop.stage_hooks import Reason

IS_WAITING = Note.issue_id.is_(None) & Note.dismissed.is_(False)


def links(session: Session, workshop_id: int) -> list[NoteLink]:
    """Return the note-takers' links, oldest first."""
    query = select(NoteLink).where(NoteLink.workshop_id == workshop_id).order_by(NoteLink.number)
    return list(session.scalars(query.options(joinedload(NoteLink.session))))


def link(session: Session, workshop_id: int, link_id: int) -> NoteLink:
    """Return one link of this workshop."""
    found = session.get(NoteLink, link_id)
    if found is None or found.workshop_id != workshop_id:
        raise NotFound(_("This item no longer exists."))
    return found


def own_link(session: Session, actor: Actor) -> NoteLink:
    """Return the link with which a note-taker is logged in."""
    return link(session, actor.workshop_id, actor.note_link_id or 0)


def written_by(session: Session, found: NoteLink) -> list[Note]:
    """Return the notes of a link, newest first."""
    query = select(Note).where(Note.link_id == found.id).order_by(Note.id.desc())
    return list(session.scalars(query.options(joinedload(Note.issue), joinedload(Note.theme))))


def text_of(note: Note) -> dict[str, object]:
    """Return what a note-taker can change of a note."""
    return {name: getattr(note, name) for name in ("headline", "detail", "source", "theme_id")}


@loaded_once
def notes(session: Session, workshop_id: int) -> list[Note]:
    """Return all notes, oldest first."""
    query = select(Note).where(Note.workshop_id == workshop_id).order_by(Note.id)
    wanted = (joinedload(Note.link), joinedload(Note.issue), joinedload(Note.theme))
    return list(session.scalars(query.options(*wanted)))


def note(session: Session, workshop_id: int, note_id: int) -> Note:
    """Return one note of this workshop."""
    found = session.get(Note, note_id)
    if found is None or found.workshop_id != workshop_id:
        raise NotFound(_("This item no longer exists."))
    return found


@loaded_once
def waiting(session: Session, workshop_id: int) -> int:
    """Return the number of unsorted notes."""
    if every := already(session, notes, workshop_id):
        return sum(note.waits for note in every)
    query = select(func.count()).where(Note.workshop_id == workshop_id, IS_WAITING)
    return session.scalar(query) or 0


def of_issues(session: Session, workshop_id: int) -> dict[int, list[Note]]:
    """Return the notes that belong to issues, by issue id."""
    query = select(Note).where(Note.workshop_id == workshop_id, Note.issue_id.is_not(None))
    found: dict[int, list[Note]] = {}
    for one in session.scalars(query.order_by(Note.id)):
        found.setdefault(one.issue_id or 0, []).append(one)
    return found


def of_issue(session: Session, issue_id: int) -> list[Note]:
    """Return the notes of one issue."""
    return list(session.scalars(select(Note).where(Note.issue_id == issue_id).order_by(Note.id)))


def source_of(agenda_session: AgendaSession) -> str:
    """Return the session as named in an issue's sources."""
    return agenda_session.code or agenda_session.title


def sessions(workshop: Workshop) -> dict[str, str]:
    """Return the sessions to choose from: the source, and the displayed name."""
    return {
        source_of(one): f"{one.code} · {one.title}" if one.code else one.title
        for one in workshop.sessions
    }


def unsorted_reasons(session: Session, workshop: Workshop) -> list[Reason]:
    """Return a reason not to start the ranking while notes are unsorted."""
    count = waiting(session, workshop.id)
    if not count:
        return []
    text = ngettext(
        "%(num)s note has not been sorted, so it will not be ranked.",
        "%(num)s notes have not been sorted, so they will not be ranked.",
        count,
    )
    return [Reason(text, False)]
