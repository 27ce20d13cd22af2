"""The projector's page in a real browser."""

from playwright.sync_api import Browser, expect

from tests.browser_page import opened
from tests.room import Room
from tests.server import Server


def test_it_fills_the_screen_and_then_shows_nothing_to_press(room: Room, browser: Browser) -> None:
    room.go("lobby")
    with Server() as server:
        page = opened(browser, server, room.screen_visitor(), f"/w/{room.code}/screen")
        fill = page.get_by_role("button", name="Full screen")
        fill.click()
        expect(fill).to_be_hidden()
        assert page.evaluate("document.fullscreenElement === document.documentElement")
        expect(page.get_by_role("button")).to_have_count(0)
