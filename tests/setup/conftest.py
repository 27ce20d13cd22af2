"""The demo's workshop in setup, and shorthands for its forms."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest
from sqlalchemy.orm import Session

from polling.core.db import Base, reading, transaction
from polling.core.edit_conflicts import Edit, held_by, mark
from polling.workshop import queries
from polling.workshop.models import Issue, LogEntry, Theme, Workshop
from tests.room import Room

EditT = TypeVar("EditT", bound=Edit)
Result = TypeVar("Result")


@dataclass
class Desk:
    """An organizer at work."""

    room: Room

    def do(self, action: Callable[..., Result], *arguments: Any, **more: Any) -> Result:
        """Run one action of the organizer, and commit."""
        with transaction() as session:
            return action(session, self.room.organizer, *arguments, **more)

    def ask(self, question: Callable[[Session, Workshop], Result]) -> Result:
        """Query the stored workshop."""
        with reading() as session:
            return question(session, session.get_one(Workshop, self.room.workshop_id))

    def themes(self) -> list[Theme]:
        """The themes with their issues."""
        return self.ask(lambda session, workshop: queries.themes(session, workshop.id))

    def issues(self, at: int = 0) -> list[Issue]:
        """The issues of the theme with this index."""
        return self.themes()[at].issues

    def headlines(self, at: int = 0) -> list[str]:
        """Their headlines."""
        return [issue.headline for issue in self.issues(at)]

    def log(self) -> list[LogEntry]:
        """The log, oldest entry first."""
        return self.ask(lambda session, workshop: queries.log_entries(session, workshop.id))

    def open_ranking(self) -> None:
        """Let people rank every theme."""
        self.room.go("lobby", "ranking")
        self.room.open_ranking()


def form(kind: type[EditT], row: Base, **changed: Any) -> EditT:
    """The form that shows `row`, with some fields changed and the others as shown."""
    held = held_by(row, kind)
    return kind.model_validate(held | changed | {"seen": mark(held)})


@pytest.fixture
def desk(room: Room) -> Desk:
    return Desk(room)
