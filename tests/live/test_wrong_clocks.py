"""Phones with a wrong clock."""

import re

from playwright.sync_api import Browser, expect

from polling.core.db import transaction
from polling.workshop.timers import start_clock
from tests.room import Room
from tests.server import COOKIE, Server, cookie_of

HOUR_MS = 3_600_000
FIVE_MINUTES = re.compile(r"^(5:00|4:\d\d)$")


def test_phones_whose_clock_is_an_hour_off_count_down_with_the_server(
    room: Room, browser: Browser
) -> None:
    room.go("lobby")
    visitor = room.participant_visitor()
    room.go("ranking")
    first = room.open_ranking()[0]
    with Server() as server:
        for wrong_by in (HOUR_MS, -HOUR_MS):
            with transaction() as session:
                start_clock(session, room.workshop_id, f"contest:{first.id}", 300)
            context = browser.new_context()
            context.add_init_script(
                f"{{ const right = Date.now; Date.now = () => right() + {wrong_by}; }}"
            )
            context.add_cookies(
                [{"name": COOKIE, "value": cookie_of(visitor), "url": server.address}]
            )
            page = context.new_page()
            page.goto(f"{server.address}/w/{room.code}")
            expect(page.locator("connection-pill[data-state=online]")).to_be_visible()
            expect(page.locator("count-down").first).to_have_text(FIVE_MINUTES)
