"""What note-takers do: write notes, and change or withdraw them until they are sorted."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from polling.contests.casting.actions import StaleBallot
from polling.contests.casting.revisions import Arrival, arrival
from polling.core.access import Actor
from polling.core.errors import Conflict, NotAllowed
from polling.core.i18n import _
from polling.live import announce
from polling.notes import queries
from polling.notes.models import Note, NoteLink
from polling.notes.payloads import NoteText
from polling.notes.schema import MOST_NOTES
from polling.workshop import queries as workshops
from polling.workshop.models import Workshop


class NoteSorted(Conflict):
    """The organizers have made something of this note already."""

    code = "note-sorted"

    def __init__(self) -> None:
        super().__init__(
            _(
                "The organizers have sorted this note already, so it stays as it was. "
                "Write what you want to add as a new note."
            )
        )


def write(session: Session, actor: Actor, given: NoteText) -> None:
    """Keep a note in place of its earlier words. The same note sent again changes nothing."""
    workshop = session.get_one(Workshop, actor.workshop_id, with_for_update=True)
    link = queries.own_link(session, actor)
    if link.number != given.link:
        raise Conflict(
            _("Another note-taker’s link has been opened in this browser. Open yours again.")
        )
    note = _of_key(session, link, given.key)
    new = _values(session, link, given)
    same = note is not None and {name: getattr(note, name) for name in new} == new
    came = arrival(given.revision, note.revision if note else None, same=same)
    if came is Arrival.KNOWN:
        return
    if came is Arrival.STALE:
        raise StaleBallot
    if note is None:
        _require_room(session, workshop)
        note = Note(workshop_id=workshop.id, link_id=link.id, key=given.key, headline="")
        session.add(note)
    elif not note.waits:
        raise NoteSorted
    for name, value in (new | {"revision": given.revision}).items():
        setattr(note, name, value)
    announce.changed(session, workshop, "notes")


def withdraw(session: Session, actor: Actor, key: str) -> None:
    """Delete a note that nobody has sorted. One that has gone already is no trouble."""
    workshop = session.get_one(Workshop, actor.workshop_id, with_for_update=True)
    note = _of_key(session, queries.own_link(session, actor), key)
    if note is None:
        return
    if not note.waits:
        raise NoteSorted
    session.delete(note)
    announce.changed(session, workshop, "notes")


def _of_key(session: Session, link: NoteLink, key: str) -> Note | None:
    chosen = select(Note).where(Note.workshop_id == link.workshop_id, Note.key == key)
    found = session.scalar(chosen)
    if found is not None and found.link_id != link.id:
        raise NotAllowed(_("This note was written by another link."))
    return found


def _values(session: Session, link: NoteLink, given: NoteText) -> dict[str, object]:
    """What the note says. A link for one session says which; a theme that has gone is not known."""
    themes = {theme.id for theme in workshops.themes(session, link.workshop_id)}
    return {
        "headline": given.headline,
        "detail": given.detail,
        "source": queries.source_of(link.session) if link.session else given.source,
        "theme_id": given.theme if given.theme in themes else None,
    }


def _require_room(session: Session, workshop: Workshop) -> None:
    chosen = select(func.count()).where(Note.workshop_id == workshop.id)
    if (session.scalar(chosen) or 0) >= MOST_NOTES:
        raise NotAllowed(
            _("There are %(most)s notes, and no more can be taken in.", most=MOST_NOTES)
        )
