"""Choosing another language at the foot of a page."""

from playwright.sync_api import Browser, expect

from tests.browsing import opened
from tests.room import Room
from tests.server import Server


def test_all_of_the_page_is_in_it_and_what_is_half_typed_is_still_there(
    room: Room, browser: Browser
) -> None:
    room.go("lobby")
    with Server() as server:
        page = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
        page.get_by_text("What you told us").click()
        page.get_by_label("Country").fill("Laos")
        page.get_by_role("button", name="Tiếng Việt").click()
        expect(page.locator("html")).to_have_attribute("lang", "vi")
        expect(page.locator("connection-pill[data-state=online]")).not_to_have_text("connected")
        expect(page.locator("[name='attributes.country']")).to_have_value("Laos")
