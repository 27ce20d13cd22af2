"""Choosing another language at the bottom of a page, and what the workshop stores about it."""

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from polling.core.db import reading
from polling.people.models import Participant
from tests.browser_page import opened
from tests.room import Room
from tests.server import Server
from tests.visitor import Visitor


def test_the_refreshed_page_is_complete_and_unsent_input_is_kept(
    room: Room, browser: Browser
) -> None:
    room.go("lobby")
    with Server() as server:
        page = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
        page.get_by_text("Your answers", exact=True).click()
        page.get_by_label("Country").fill("Laos")
        page.get_by_role("button", name="Tiếng Việt").click()
        expect(page.locator("html")).to_have_attribute("lang", "vi")
        expect(page.locator("connection-pill[data-state=online]")).not_to_have_text("connected")
        expect(page.locator("[name='attributes.country']")).to_have_value("Laos")


def language_of(number: int) -> str:
    with reading() as session:
        return session.scalars(select(Participant.language).filter_by(number=number)).one()


@pytest.mark.parametrize("asked, kept", [("vi-VN,en;q=0.5", "vi"), ("en-GB", ""), ("km", "")])
def test_a_newcomer_is_seated_by_the_language_of_their_browser_unless_it_is_english(
    room: Room, asked: str, kept: str
) -> None:
    room.go("lobby")
    newcomer = Visitor(room.app)
    newcomer.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = asked
    newcomer.post(f"/j/{room.code}", {})
    assert language_of(1) == kept


def test_a_chosen_language_is_kept_with_the_participant_alone(room: Room) -> None:
    room.go("lobby")
    first, second = room.participant_visitor(), room.participant_visitor()
    first.post("/language", {"language": "th"})
    first.post("/language", {"language": "en"})
    second.post("/language", {"language": "th"})
    assert [language_of(number) for number in (1, 2)] == ["en", "th"]


def test_a_language_chosen_before_joining_is_kept_too(room: Room) -> None:
    room.go("lobby")
    newcomer = Visitor(room.app)
    newcomer.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "vi"
    newcomer.post("/language", {"language": "en"})
    newcomer.post(f"/j/{room.code}", {})
    assert language_of(1) == "en"


def test_the_picker_is_on_every_page_of_every_role(room: Room) -> None:
    room.go("lobby")
    code = room.code
    pages: list[tuple[Visitor, str]] = [
        *[(Visitor(room.app), path) for path in ("/", "/login", "/b", "/stored", f"/j/{code}")],
        *[(Visitor(room.app), path) for path in ("/nowhere", room.password_path())],
        (room.participant_visitor(), f"/w/{code}"),
        (room.facilitator_visitor(), f"/w/{code}/facilitator"),
        (room.screen_visitor(), f"/w/{code}/screen"),
        (room.note_taker_visitor(), f"/w/{code}/notes"),
        (room.organizer_visitor(), f"/console/{code}/lobby"),
        (room.organizer_visitor(), "/console/"),
    ]
    without = [
        path
        for visitor, path in pages
        if 'action="/language"' not in visitor.get(path).get_data(as_text=True)
    ]
    assert without == []
