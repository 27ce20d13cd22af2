"""Note-takers' actions on their notes, and organizers' actions on note-takers' links."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.edit_conflicts import EditConflict, mark, merged, require_unchanged
from polling.core.errors import Conflict, NotAllowed, NotFound
from polling.core.i18n import _
from polling.live import announce, connection_control
from polling.notes import queries
from polling.notes.forms import NewLink, NoteText, Which, Words
from polling.notes.models import Note, NoteLink
from polling.notes.schema import MOST_NOTES
from polling.workshop import queries as workshops
from polling.workshop.log import record
from polling.workshop.models import AgendaSession, Workshop

MOST_LINKS = 100
MOST_OF_LINK = 200  # notes, so that nobody fills the workshop with one link


class NoteSorted(Conflict):
    """The organizers have already sorted this note."""

    code = "note-sorted"

    def __init__(self) -> None:
        super().__init__(_("The organizers have already sorted this note. Write a new one."))


def write(session: Session, actor: Actor, given: NoteText) -> str:
    """Store a note, or change its text. Sending the same note again changes nothing.

    Returns the mark of the text that was sent, for further changes by its author.

    Raises:
        EditConflict: another phone has changed or withdrawn the note, unknown to the author.
    """
    workshop = workshops.workshop_of(session, actor)
    link = queries.own_link(session, actor)
    if link.number != given.link:
        raise Conflict(_("Another link was opened in this browser. Open your own link again."))
    note, sent = _of_key(session, link, given.key), _values(session, link, given)
    text = sent
    if note is None:
        note = _new(session, link, given)
    elif _has_arrived(note, sent, given):
        return mark(sent)
    elif not note.waits:
        raise NoteSorted
    else:
        held = queries.text_of(note)
        is_own = held in (_values(session, link, words) for words in given.unanswered)
        text = merged(held, sent, mark(held) if is_own else given.seen)
    for name, value in (text | {"link_id": link.id}).items():
        setattr(note, name, value)
    note.revision = max(note.revision + 1, given.revision)
    announce.changed(session, workshop, "notes")
    return mark(sent)


def withdraw(session: Session, actor: Actor, which: Which) -> None:
    """Delete an unsorted note as the author has seen it; does nothing if it is deleted already."""
    workshop = workshops.workshop_of(session, actor)
    note = _of_key(session, queries.own_link(session, actor), which.key)
    if note is None:
        return
    if not note.waits:
        raise NoteSorted
    message = _("The text has just changed. Read it again, then answer.")
    require_unchanged(queries.text_of(note), which.seen, message)
    session.delete(note)
    announce.changed(session, workshop, "notes")


def _new(session: Session, link: NoteLink, given: NoteText) -> Note:
    """Return a new note. A changed one is refused, because its key must have been withdrawn."""
    if given.seen:
        message = _("Somebody else has withdrawn this note. You can send your text as a new note.")
        raise EditConflict({}, "", message)
    _require_room(session, link)
    note = Note(workshop_id=link.workshop_id, key=given.key, revision=0)
    session.add(note)
    return note


def _has_arrived(note: Note, text: dict[str, object], given: NoteText) -> bool:
    """Return whether the note has this text, or had it when it was new."""
    is_overtaken = not given.seen and given.revision < note.revision
    return is_overtaken or queries.text_of(note) == text


def _of_key(session: Session, link: NoteLink, key: str) -> Note | None:
    """Return the link's note, or the note of a removed link, whose phone may have another now."""
    query = select(Note).where(Note.workshop_id == link.workshop_id, Note.key == key)
    found = session.scalar(query)
    if found is not None and found.link_id not in {link.id, None}:
        raise NotAllowed(_("You are not allowed to do this."))
    return found


def _values(session: Session, link: NoteLink, given: Words) -> dict[str, object]:
    """Return the note's columns. A link's session takes precedence; deleted themes are dropped."""
    themes = {theme.id for theme in workshops.themes(session, link.workshop_id)}
    return {
        "headline": given.headline,
        "detail": given.detail,
        "source": queries.source_of(link.session) if link.session else given.source,
        "theme_id": given.theme if given.theme in themes else None,
    }


def _require_room(session: Session, link: NoteLink) -> None:
    count = select(func.count()).select_from(Note)
    if (session.scalar(count.where(Note.workshop_id == link.workshop_id)) or 0) >= MOST_NOTES:
        raise NotAllowed(_("You have reached the limit. Delete something before you add more."))
    if (session.scalar(count.where(Note.link_id == link.id)) or 0) >= MOST_OF_LINK:
        raise NotAllowed(
            _(
                "This link has reached its limit of %(most)s notes. Ask the organizers for "
                "another link.",
                most=MOST_OF_LINK,
            )
        )


def make_link(session: Session, actor: Actor, wanted: NewLink) -> NoteLink:
    """Create a link for one session of the agenda, or for all."""
    workshop = workshops.workshop_of(session, actor)
    if len(queries.links(session, workshop.id)) >= MOST_LINKS:
        raise Conflict(_("You have reached the limit. Delete something before you add more."))
    agenda_session = _agenda_session(workshop, wanted.session)
    workshop.last_note_link += 1
    link = NoteLink(
        workshop_id=workshop.id,
        number=workshop.last_note_link,
        label=wanted.label,
        session=agenda_session,
    )
    session.add(link)
    _log_and_announce(session, actor, "note-link-made", link)
    return link


def renew_link(session: Session, actor: Actor, link: NoteLink) -> None:
    """Revoke the link and its logins. Its notes move to the new link."""
    link.token_version += 1
    connection_control.send_away(session, Role.NOTE_TAKER, link.id)
    _log_and_announce(session, actor, "note-link-renewed", link)


def remove_link(session: Session, actor: Actor, link: NoteLink) -> None:
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
    announce.changed(session, workshops.workshop_of(session, actor), "notes", "log")
