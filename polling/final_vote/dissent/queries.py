"""The dissent notes as pages show them: those that were admitted, and how many were written."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.contests.models import Contest
from polling.final_vote import queries
from polling.final_vote.dissent.models import DissentNote
from polling.recommendations.sentence import sentence
from polling.workshop import queries as workshops
from polling.workshop.models import Workshop


@dataclass(frozen=True)
class Notes:
    """The admitted notes, by what they are about, and how many were written and wait."""

    written: int = 0
    waiting: int = 0
    of_themes: dict[int, list[str]] = field(default_factory=dict)
    of_recommendations: dict[int, list[str]] = field(default_factory=dict)

    @property
    def shown(self) -> int:
        """How many were admitted."""
        every = [*self.of_themes.values(), *self.of_recommendations.values()]
        return sum(len(texts) for texts in every)


def notes(session: Session, workshop_id: int) -> Notes:
    """What everybody may read."""
    every = written(session, workshop_id)
    found = Notes(len(every), sum(note.approved is None for note in every))
    for note in every:
        if note.approved and note.recommendation_id:
            found.of_recommendations.setdefault(note.recommendation_id, []).append(note.text)
        elif note.approved:
            found.of_themes.setdefault(note.theme_id, []).append(note.text)
    return found


def written(session: Session, workshop_id: int) -> list[DissentNote]:
    """All notes, in an order that says nothing of who wrote them or when."""
    chosen = select(DissentNote).join(Contest).where(Contest.workshop_id == workshop_id)
    chosen = chosen.where(DissentNote.text != "")
    return list(session.scalars(chosen.order_by(DissentNote.theme_id, DissentNote.text)))


def to_moderate(session: Session, workshop: Workshop) -> list[dict[str, Any]]:
    """[{"note", "theme", "about"}]: every note for the organizer, those to decide first."""
    every = written(session, workshop.id)
    themes = {theme.id: theme.title for theme in workshops.themes(session, workshop.id)}
    named = queries.by_id(
        session, [one.recommendation_id for one in every if one.recommendation_id]
    )
    rows = [
        {"note": note, "theme": themes.get(note.theme_id, ""), "about": _about(note, named)}
        for note in every
    ]
    return sorted(rows, key=lambda row: row["note"].approved is not None)


def _about(note: DissentNote, named: dict[int, Any]) -> str:
    found = named.get(note.recommendation_id or 0)
    return sentence(found) if found else ""
