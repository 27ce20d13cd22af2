"""Countdowns of phones, also of those with a wrong clock."""

import re

from playwright.sync_api import Browser, expect

from polling.core.db import transaction
from polling.workshop.timers import start_clock
from tests.breakouts.drafting.run_in_node import in_node
from tests.browser_page import opened
from tests.room import Room
from tests.server import COOKIE, Server, cookie_of

HOUR_MS = 3_600_000
ADD_TIMER = """ends => {
  const timer = document.createElement("count-down");
  timer.dataset.ends = ends;
  document.querySelector("main").append(timer);
}"""
REFUSED = """
const { askServerTime, serverNow } = await import("./static/js/time/server-clock.js");
const refuse = async () => ({ error: { code: "too-many" } });
const socket = { timeout: () => socket, emitWithAck: refuse };
await askServerTime(socket);
console.log(JSON.stringify(Math.abs(serverNow() - Date.now()) < 1000));
"""
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


def test_equal_timers_change_together(room: Room, browser: Browser) -> None:
    room.go("lobby")
    with Server() as server:
        page = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
        expect(page.locator("connection-pill[data-state=online]")).to_be_visible()
    # Without the server, whose time goes on.
    expect(page.locator("connection-pill[data-state=offline]")).to_be_visible()
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 5)
    ends = page.evaluate("Date.now()") + 60_000
    for _each in range(3):
        page.evaluate(ADD_TIMER, ends)
        page.clock.run_for(70)
    timers = page.locator("main > count-down")
    seen = []
    for _step in range(30):
        page.clock.run_for(40)
        seen.append(tuple(timers.all_text_contents()))
    assert [texts for texts in seen if len(set(texts)) > 1] == []
    assert len({texts[0] for texts in seen}) >= 2


def test_a_refused_question_for_the_time_changes_nothing() -> None:
    assert in_node(REFUSED) is True
