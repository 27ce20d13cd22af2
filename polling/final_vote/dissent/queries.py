"""Queries for dissent notes: approved notes for everybody, and all notes for organizers."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.contests.models import REVEALED, Contest
from polling.contests.queries import states
from polling.core.query_cache import loaded_once
from polling.final_vote import queries
from polling.final_vote.dissent.models import DissentNote
from polling.recommendations.models import Recommendation
from polling.recommendations.sentence import sentence
from polling.workshop import queries as workshops
from polling.workshop.models import Workshop


@dataclass(frozen=True)
class Notes:
    """The approved notes by subject, and how many were written and wait for a decision."""

    written: int = 0
    waiting: int = 0
    of_themes: dict[int, list[str]] = field(default_factory=dict)
    of_recommendations: dict[int, list[str]] = field(default_factory=dict)

    @property
    def shown(self) -> int:
        """The number of approved notes."""
        every = [*self.of_themes.values(), *self.of_recommendations.values()]
        return sum(len(texts) for texts in every)


@dataclass(frozen=True)
class NoteToModerate:
    """A note for the organizer; `about` is the recommendation's sentence, "" for a whole theme."""

    note: DissentNote
    theme: str
    about: str


def notes(session: Session, workshop_id: int) -> Notes:
    """Return the notes that everybody may read."""
    every = written(session, workshop_id)
    found = Notes(len(every), sum(note.approved is None for note in every))
    for note in every:
        if note.approved and note.recommendation_id:
            found.of_recommendations.setdefault(note.recommendation_id, []).append(note.text)
        elif note.approved:
            found.of_themes.setdefault(note.theme_id, []).append(note.text)
    return found


@loaded_once
def written(session: Session, workshop_id: int) -> list[DissentNote]:
    """Return all notes, in an order that does not disclose authors or times."""
    votes = states(session, workshop_id)
    if not any(one.kind in queries.ALL_KINDS and one.state == REVEALED for one in votes):
        return []  # there is no result yet
    query = select(DissentNote).join(Contest).where(Contest.workshop_id == workshop_id)
    query = query.where(DissentNote.text != "")
    return list(session.scalars(query.order_by(DissentNote.theme_id, DissentNote.text)))


def to_moderate(session: Session, workshop: Workshop) -> list[NoteToModerate]:
    """Return all notes, undecided ones first."""
    every = written(session, workshop.id)
    themes = {theme.id: theme.title for theme in workshops.themes(session, workshop.id)}
    named = queries.written(session, workshop.id) if every else {}
    rows = [
        NoteToModerate(note, themes.get(note.theme_id, ""), _about(note, named)) for note in every
    ]
    return sorted(rows, key=lambda row: row.note.approved is not None)


def _about(note: DissentNote, named: dict[int, Recommendation]) -> str:
    found = named.get(note.recommendation_id or 0)
    return sentence(found) if found else ""
