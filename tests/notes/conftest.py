"""A note-taker with a link, and shorthands for notes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select

from polling.core.access import Actor, Role
from polling.core.db import reading, transaction
from polling.core.edit_conflicts import mark
from polling.notes import actions, queries
from polling.notes.forms import NoteText, Which
from polling.notes.models import Note, NoteLink
from tests.room import Room

keys = (f"{n:032x}" for n in count(1))


@dataclass
class Taker:
    """One note-taker, for one session of the agenda or for all."""

    room: Room
    link: NoteLink
    made: list[str] = field(default_factory=list)

    @property
    def actor(self) -> Actor:
        """The note-taker as an actor."""
        return Actor(Role.NOTE_TAKER, self.room.workshop_id, note_link_id=self.link.id)

    def note(self, headline: str, **more: Any) -> NoteText:
        """The payload that their page sends."""
        given = {"link": self.link.number, "key": next(keys), "headline": headline, **more}
        return NoteText.model_validate(given)

    def write(self, headline: str, **more: Any) -> Note:
        """Send a note; return the stored one."""
        given = self.note(headline, **more)
        self.do(actions.write, given)
        [kept] = [note for note in self.notes() if note.key == given.key]
        return kept

    def do(self, action: Callable[..., Any], *arguments: Any) -> Any:
        """Run one of their actions, and commit."""
        with transaction() as session:
            return action(session, self.actor, *arguments)

    def notes(self) -> list[Note]:
        """All notes of the workshop, oldest first."""
        with reading() as session:
            query = select(Note).where(Note.workshop_id == self.room.workshop_id)
            return list(session.scalars(query.order_by(Note.id)))


def shown(note: Note) -> Which:
    """The form of a page that shows this note."""
    return Which(key=note.key, seen=mark(queries.text_of(note)))


@pytest.fixture
def taker(room: Room) -> Taker:
    return Taker(room, room.note_link())
