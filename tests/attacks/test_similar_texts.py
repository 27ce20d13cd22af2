"""Texts that take long to compare do not keep others from writing to the database."""

from typing import Any

import pytest
from rapidfuzz import process

from benchmarks.counted_queries import counted_queries
from polling.core import db
from polling.core.db import transaction
from polling.duplicates import similarity
from polling.duplicates.similarity import MANY
from polling.notes.models import Note
from polling.setup import note_triage
from polling.workshop.models import Workshop
from tests.room import Room

ISSUES, NOTES = 70, 150


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """The numbers of texts in each comparison; no connection may be in use during long ones."""
    sizes: list[tuple[int, int]] = []
    compare = process.cdist

    def note(asked: Any, words: Any, **more: Any) -> Any:
        if len(asked) * len(words) > MANY:
            assert db.engine().pool.checkedout() == 0  # type: ignore[attr-defined]
        sizes.append((len(asked), len(words)))
        return compare(asked, words, **more)

    monkeypatch.setattr(process, "cdist", note)
    similarity._likeness.cache_clear()
    return sizes


def test_nobody_waits_while_issues_are_compared(
    room: Room, compared: list[tuple[int, int]]
) -> None:
    with transaction() as session:
        theme = session.get_one(Workshop, room.workshop_id).themes[0]
        for number in range(ISSUES):
            text = f"Customs officers need time to look at case {number}"
            theme.issues.append(type(theme.issues[0])(headline=text, position=100 + number))
    console, path = room.organizer_visitor(), f"/console/{room.code}/setup?section=duplicates"
    assert console.get(path).status_code == 200
    with counted_queries() as queries:
        console.get(path)
    assert sum("FROM theme" in query for query in queries) == 1  # no second snapshot
    assert max(compared) > (ISSUES, ISSUES)
    assert ISSUES**2 > MANY


def test_nobody_waits_while_the_notes_on_the_page_are_compared(
    room: Room, compared: list[tuple[int, int]]
) -> None:
    with transaction() as session:
        for number in range(NOTES):
            text = f"Customs officers need time to look at case {number}"
            note = Note(workshop_id=room.workshop_id, key=f"{number:032x}", headline=text)
            session.add(note)
    page = room.organizer_visitor().get(f"/console/{room.code}/setup?section=notes")
    assert page.status_code == 200
    ((asked, every),) = [one for one in compared if one[1] > NOTES]
    assert asked == note_triage.MOST_AT_ONCE
    assert asked * every > MANY
