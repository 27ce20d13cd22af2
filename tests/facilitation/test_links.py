"""Replacing all links at once, because a removed organizer may know them."""

from tests.room import Room
from tests.visitor import Visitor


def pages(room: Room) -> list[tuple[Visitor, str]]:
    """Everybody who has entered with a link, and their page."""
    at = f"/w/{room.code}"
    return [
        (room.screen_visitor(), f"{at}/screen"),
        (room.facilitator_visitor(1), f"{at}/facilitator"),
        (room.facilitator_visitor(2), f"{at}/facilitator"),
        (room.note_taker_visitor(), f"{at}/notes"),
    ]


def test_replacing_all_links_ends_everybody_who_entered_with_one(room: Room) -> None:
    room.go("lobby")
    inside = pages(room)
    assert [visitor.client.get(page).status_code for visitor, page in inside] == [200] * 4
    assert room.organizer_visitor().post(f"/console/{room.code}/links").status_code == 200
    assert [visitor.client.get(page).status_code for visitor, page in inside].count(200) == 0
    assert [visitor.client.get(page).status_code for visitor, page in pages(room)] == [200] * 4


def test_the_organizers_page_says_that_removed_organizers_know_links(room: Room) -> None:
    page = room.organizer_visitor().get(f"/console/{room.code}/setup?section=organizers").text
    assert "may still know the links" in page
    assert f'action="/console/{room.code}/links"' in page
