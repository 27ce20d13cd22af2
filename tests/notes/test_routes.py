"""Notes over HTTP, with and without scripts; each link only sees its own notes."""

from polling.core.db import transaction
from polling.workshop.models import Workshop
from tests.notes.conftest import Taker, shown
from tests.room import Room


def test_a_browser_without_scripts_writes_and_changes_a_note(room: Room, taker: Taker) -> None:
    visitor = room.note_taker_visitor(taker.link)
    given = {"link": "1", "key": "a" * 32, "headline": "No interpreters", "theme": ""}
    headers = {"X-CSRFToken": visitor.token()}
    address = f"/w/{room.code}/notes"
    for more in ({}, {"revision": "2", "detail": "Said twice"}):
        seen = [shown(note).seen for note in taker.notes()]
        assert all(f'name="seen" value="{mark}"' in visitor.get(address).text for mark in seen)
        data = {**given, **more, "seen": "".join(seen)}
        assert visitor.client.post(address, data=data, headers=headers).status_code == 303
    page = visitor.get(address).text
    assert "Sent." in page
    assert [(note.headline, note.detail) for note in taker.notes()] == [
        ("No interpreters", "Said twice")
    ]


def test_a_page_shows_nothing_of_other_links(room: Room, taker: Taker) -> None:
    taker.write("No interpreters")
    Taker(room, room.note_link()).write("Of somebody else")
    page = room.note_taker_visitor(taker.link).get(f"/w/{room.code}/notes").text
    assert "No interpreters" in page
    assert "Of somebody else" not in page


def test_texts_carry_their_language(room: Room, taker: Taker) -> None:
    taker.write("Không có phiên dịch")
    with transaction() as session:
        session.get_one(Workshop, room.workshop_id).languages = ["vi"]
    page = room.note_taker_visitor(taker.link).get(f"/w/{room.code}/notes").text
    assert '<p class="said" dir="auto" lang="vi">Không có phiên dịch</p>' in page
    setup = room.organizer_visitor().get(f"/console/{room.code}/setup").text
    assert 'class="said" dir="auto" lang="vi"' in setup


def test_the_sheet_has_a_slip_for_each_link(room: Room, taker: Taker) -> None:
    room.note_link(label="Rapporteur, hall 2")
    organizer = room.organizer_visitor()
    sheet = organizer.get(f"/console/{room.code}/notes/links").text
    assert sheet.count("qr.svg") == 2
    assert "Rapporteur, hall 2" in sheet
    drawn = organizer.get(f"/console/{room.code}/notes/links/{taker.link.id}/qr.svg")
    assert (drawn.mimetype, drawn.headers["Cache-Control"]) == ("image/svg+xml", "no-store")


def test_a_link_is_made_in_setup(room: Room) -> None:
    organizer = room.organizer_visitor()
    made = organizer.post(f"/console/{room.code}/notes/links", {"session": "", "label": "Hall 2"})
    assert made.status_code == 200
    page = organizer.get(f"/console/{room.code}/setup?section=notes").text
    assert "Hall 2" in page
    assert "/n/" in page
