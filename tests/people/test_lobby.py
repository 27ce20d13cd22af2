"""The lobby: the Wi-Fi, who has practised, and missing answers."""

import json

import pytest
from playwright.sync_api import Browser, expect

from polling.contests.kinds import PRACTICE
from polling.core.db import reading
from polling.core.edit_conflicts import held_by, mark
from polling.people import qr_codes
from polling.setup.forms import WifiText
from polling.workshop.models import LogEntry, Workshop
from tests.browser_page import opened
from tests.room import Room
from tests.server import Server

NAME, PASSWORD = "Mekong; Guests", "tea\\with:milk"


def save(room: Room, name: str, password: str) -> dict[str, object]:
    with reading() as session:
        seen = mark(held_by(session.get_one(Workshop, room.workshop_id), WifiText))
    sent = {"seen": seen, "wifi_name": name, "wifi_password": password}
    told: dict[str, object] = (
        room.organizer_visitor().post(f"/console/{room.code}/setup/wifi", sent).get_json()
    )
    return told


def screen(room: Room) -> str:
    return room.screen_visitor().get(f"/w/{room.code}/screen").text


@pytest.mark.parametrize(
    "name, password, said",
    [
        ("Hotel", "welcome 2026", "WIFI:T:WPA;S:Hotel;P:welcome 2026;;"),
        ("Hotel", "", "WIFI:T:nopass;S:Hotel;;"),
        (NAME, PASSWORD, r"WIFI:T:WPA;S:Mekong\; Guests;P:tea\\with\:milk;;"),
        ('a,"b"', '12,34"56', r"WIFI:T:WPA;S:a\,\"b\";P:12\,34\"56;;"),
        ("CAFE", "12345678", 'WIFI:T:WPA;S:"CAFE";P:"12345678";;'),
    ],
)
def test_a_phone_reads_the_name_and_the_password_unchanged(
    name: str, password: str, said: str
) -> None:
    assert qr_codes.wifi_text(name, password) == said


def test_the_screen_shows_the_wifi_next_to_how_to_join(room: Room) -> None:
    room.go("lobby")
    assert "Wi-Fi" not in screen(room)
    assert save(room, NAME, PASSWORD)["ok"]
    page = screen(room)
    assert f"<dd>{NAME}</dd>" in page
    assert f'<dd class="is-typed">{PASSWORD}</dd>' in page
    assert page.count("<path") == 1
    save(room, NAME, "")
    assert "Password" not in screen(room)


def test_the_wifi_is_on_no_phone_and_in_no_file_or_log(room: Room) -> None:
    room.go("lobby")
    phone = room.participant_visitor()
    save(room, "OnlyHere", "for-the-room")
    organizer, console = room.organizer_visitor(), f"/console/{room.code}"
    texts = [
        phone.get(f"/w/{room.code}").text,
        *(organizer.get(f"{console}/export/{kind}").text for kind in ("json", "html", "md")),
        organizer.get(f"{console}/log").text,
    ]
    assert [one for one in texts if "OnlyHere" in one or "for-the-room" in one] == []
    with reading() as session:
        logged = [entry.detail for entry in session.query(LogEntry).filter_by(action="wifi-edited")]
    assert logged == [{}]


def test_a_password_that_no_network_can_have_is_refused(room: Room) -> None:
    assert "at least 8 characters" in json.dumps(save(room, "Hotel", "short")["error"])


def test_the_screen_counts_who_has_tried_the_practice_ballot(room: Room, browser: Browser) -> None:
    room.go("lobby")
    people = room.join(3)
    [practice] = room.contests(PRACTICE)
    room.cast(people[0], practice.id, {"ranking": [1, 2, 3]})
    guest = room.participant_visitor()
    with Server() as server:
        page = opened(browser, server, room.screen_visitor(), f"/w/{room.code}/screen")
        expect(page.get_by_text("1 of 4 have practised")).to_be_visible()
        phone = opened(browser, server, guest, f"/w/{room.code}")
        for drink in ("Tea", "Water", "Coffee"):
            phone.get_by_role("button", name=drink).click()
        phone.get_by_role("button", name="Send").click()
        expect(page.get_by_text("2 of 4 have practised")).to_be_visible()


def test_nobody_is_counted_before_anybody_is_there(room: Room) -> None:
    room.go("lobby")
    assert "practice ballot" not in screen(room)


def test_the_console_counts_only_what_somebody_has_said(room: Room) -> None:
    room.go("lobby")
    room.participant_visitor()  # from an NGO, without other answers
    page = room.organizer_visitor().get(f"/console/{room.code}/lobby").text
    assert "<h2>Sector</h2>" in page
    assert "<h2>Gender</h2>" not in page
