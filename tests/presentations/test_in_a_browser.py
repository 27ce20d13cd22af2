"""Turning pages with a clicker, and updates of the screen, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from polling.breakouts import queries as breakouts
from polling.core.db import reading, transaction
from polling.presentations import actions
from polling.recommendations.sentence import sentence
from tests.breakouts.full_room import group
from tests.browser_page import opened
from tests.room import Room
from tests.server import Server


@pytest.fixture
def server(presenting: Room) -> Iterator[Server]:
    with transaction() as session:
        actions.present(session, presenting.organizer, group(presenting, 3).id)
    with Server() as running:
        yield running


def recommendations(room: Room) -> list[str]:
    with reading() as session:
        shown = breakouts.group(session, room.workshop_id, group(room, 3).id)
        return [sentence(one) for one in breakouts.written_by(session, shown)]


def test_a_clicker_turns_the_pages_and_the_screen_follows(
    presenting: Room, server: Server, browser: Browser
) -> None:
    said = recommendations(presenting)
    screen_path = f"/w/{presenting.code}/screen"
    screen = opened(browser, server, presenting.screen_visitor(), screen_path)
    tablet_path = f"/w/{presenting.code}/facilitator"
    tablet = opened(browser, server, presenting.facilitator_visitor(3), tablet_path)
    for key, shown in (("PageDown", said[0]), ("ArrowRight", said[1]), ("PageUp", said[0])):
        tablet.keyboard.press(key)
        expect(screen.locator("article h1")).to_have_text(shown)
        expect(tablet.locator(".reading [aria-current] .said").first).to_have_text(shown)


def test_arrow_keys_keep_their_meaning_while_writing(
    presenting: Room, server: Server, browser: Browser
) -> None:
    tablet_path = f"/w/{presenting.code}/facilitator"
    tablet = opened(browser, server, presenting.facilitator_visitor(3), tablet_path)
    tablet.locator("#own-draft > summary").click()
    tablet.locator("#own-draft textarea").first.click()
    tablet.keyboard.press("ArrowRight")
    tablet.locator("h1").first.click()
    tablet.keyboard.press("ArrowRight")
    expect(tablet.get_by_text("1 of 6")).to_be_visible()
