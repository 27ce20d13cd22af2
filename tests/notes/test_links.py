"""A note-taker's link opens one page until it is renewed or revoked; its notes are kept."""

import pytest
from sqlalchemy import select

from polling.core.db import reading, transaction
from polling.core.errors import Conflict
from polling.notes import actions, queries
from polling.notes.models import NoteLink
from polling.setup.log_sentences import sentence
from polling.workshop.models import AgendaSession, LogEntry
from tests.notes.conftest import Taker, shown
from tests.room import Room


def do(room: Room, action: str, link: NoteLink) -> None:
    with transaction() as session:
        found = queries.link(session, room.workshop_id, link.id)
        getattr(actions, f"{action}_link")(session, room.organizer, found)


def test_a_link_opens_its_page_and_no_other(room: Room, taker: Taker) -> None:
    visitor = room.note_taker_visitor(taker.link)
    assert "Notes" in visitor.get(f"/w/{room.code}/notes").text
    assert visitor.client.get(f"/console/{room.code}").status_code == 303


@pytest.mark.parametrize("action", ["renew", "remove"])
def test_an_ended_link_says_what_to_do(room: Room, taker: Taker, action: str) -> None:
    visitor = room.note_taker_visitor(taker.link)
    do(room, action, taker.link)
    page = visitor.get(f"/w/{room.code}/notes")
    assert page.status_code == 401
    assert "ask the organizers for a new one. Your notes are kept." in page.text


def test_a_forged_link_is_refused(room: Room) -> None:
    visitor = room.organizer_visitor()
    assert visitor.get("/n/forged").status_code == 403


def test_the_notes_of_a_renewed_link_are_those_of_the_new_one(room: Room, taker: Taker) -> None:
    taker.write("No interpreters")
    do(room, "renew", taker.link)
    with reading() as session:
        found = queries.link(session, room.workshop_id, taker.link.id)
        assert [note.headline for note in queries.written_by(session, found)] == ["No interpreters"]


def test_the_notes_of_an_ended_link_are_kept(room: Room, taker: Taker) -> None:
    taker.write("No interpreters")
    do(room, "remove", taker.link)
    assert [(note.headline, note.link_id) for note in taker.notes()] == [("No interpreters", None)]


def test_a_link_whose_session_was_deleted_is_for_any(room: Room) -> None:
    with transaction() as session:
        agenda_session = session.scalars(select(AgendaSession)).first()
        assert agenda_session is not None
    taker = Taker(room, room.note_link(agenda_session.id))
    with transaction() as session:
        session.delete(session.get_one(AgendaSession, agenda_session.id))
    assert taker.write("No interpreters", source="C3").source == "C3"


def test_the_log_lists_actions_on_links(room: Room, taker: Taker) -> None:
    named = room.note_link(label="Rapporteur, hall 2")
    do(room, "renew", named)
    do(room, "remove", named)
    with reading() as session:
        said = [sentence(entry, {}) for entry in session.scalars(select(LogEntry))]
    assert said[-4:] == [
        "Note-taker’s link added: “1”",
        "Note-taker’s link added: “Rapporteur, hall 2”",
        "Note-taker’s link changed: “Rapporteur, hall 2”",
        "Note-taker’s link removed: “Rapporteur, hall 2”",
    ]


def test_a_number_is_not_used_again(room: Room, taker: Taker) -> None:
    do(room, "remove", taker.link)
    assert room.note_link().number == taker.link.number + 1


def test_a_note_of_a_removed_link_may_arrive_again_with_another(room: Room, taker: Taker) -> None:
    note = taker.write("No interpreters")
    do(room, "remove", taker.link)
    other = Taker(room, room.note_link())
    seen = shown(note).seen
    other.do(actions.write, other.note("Too few interpreters", key=note.key, revision=2, seen=seen))
    kept = [(note.headline, note.link_id) for note in taker.notes()]
    assert kept == [("Too few interpreters", other.link.id)]


def test_there_is_an_end_to_links(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_LINKS", 1)
    room.note_link()
    with pytest.raises(Conflict, match="reached the limit"):
        room.note_link()
