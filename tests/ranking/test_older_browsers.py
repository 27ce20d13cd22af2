"""Phones at the browser floor, and browsers whose storage fails or is late: presses count."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from polling.core.db import reading
from polling.people.models import Participant
from polling.workshop.models import Workshop
from tests.browser_page import opened
from tests.older_browsers import make_old
from tests.ranking.phone_ballots import ballot_on, counted, published, ranking_by
from tests.room import Room
from tests.server import COOKIE, Server, cookie_of
from tests.visitor import Visitor

BLOCKED = """
  const blocked = { get() { throw new DOMException("blocked", "SecurityError"); } };
  for (const name of ["indexedDB", "sessionStorage", "localStorage"])
    Object.defineProperty(window, name, blocked);
"""
SILENT = "IDBFactory.prototype.open = () => new EventTarget();"
# Other transactions wait until window.free is true.
HOLD_STORAGE = """() => new Promise((held) => {
  const opening = indexedDB.open("ballots");
  opening.onsuccess = () => {
    const store = opening.result.transaction("outbox", "readwrite").objectStore("outbox");
    const hold = () => {
      held();
      if (window.free) opening.result.close();
      else store.get("nothing").onsuccess = hold;
    };
    store.get("nothing").onsuccess = hold;
  };
})"""
FAILING = """
  IDBFactory.prototype.open = () => {
    const request = { error: new DOMException("not possible", "InvalidStateError") };
    setTimeout(() => request.onerror?.());
    return request;
  };
"""


def old_page(
    browser: Browser, server: Server, visitor: Visitor, path: str, script: str = ""
) -> Page:
    context = browser.new_context()
    context.add_cookies([{"name": COOKIE, "value": cookie_of(visitor), "url": server.address}])
    if script:
        context.add_init_script(script)
    else:
        make_old(context)
    page = context.new_page()
    page.goto(server.address + path)
    expect(page.locator("connection-pill[data-state=online]")).to_be_visible()
    return page


def test_an_old_browser_shows_the_chosen_score_and_counts_it(room: Room, browser: Browser) -> None:
    contest = ranking_by("score", room)
    first = contest.options[0]
    with Server() as server:
        page = old_page(browser, server, room.participant_visitor(), f"/w/{room.code}")
        ballot = ballot_on(page, contest)
        label = ballot.locator(f"[data-option='{first}'] label", has_text="4")
        score = label.locator("span")
        before = score.evaluate("each => getComputedStyle(each).backgroundColor")
        label.click()
        expect(score).not_to_have_css("background-color", before)
        expect(page.locator("#confirm")).to_be_hidden()
        counted(ballot)
        page.once("dialog", lambda dialog: dialog.accept())
        ballot.locator("[data-abstain]").click()
        expect(ballot.locator("[data-status]")).to_contain_text("You abstained.")
    assert published(room, contest) == {"abstain": True}


def test_an_old_browser_marks_the_tapped_option(room: Room, browser: Browser) -> None:
    contest = ranking_by("borda", room)
    with Server() as server:
        page = old_page(browser, server, room.participant_visitor(), f"/w/{room.code}")
        ballot = ballot_on(page, contest)
        option = ballot.locator(f"[data-option='{contest.options[0]}']")
        option.click()
        expect(option).to_have_attribute("aria-pressed", "true")
        counted(ballot)


def test_an_old_browser_sends_which_button_was_pressed(room: Room, browser: Browser) -> None:
    room.go("lobby")
    room.go("ranking")
    with reading() as session:
        theme = session.get_one(Workshop, room.workshop_id).themes[0]
    with Server() as server:
        page = old_page(browser, server, room.participant_visitor(), f"/w/{room.code}")
        page.locator(f"#wish-{theme.id}").click()
        expect(page.locator(f"#wish-{theme.id}")).to_have_attribute("aria-pressed", "true")
        with reading() as session:
            wishes: list[Any] = [person.preferences for person in session.query(Participant).all()]
        assert [theme.id] in wishes
        page.get_by_role("button", name="Tiếng Việt").click()
        expect(page.locator("html[lang=vi]")).to_be_attached()


@pytest.mark.parametrize("script", [BLOCKED, SILENT, FAILING], ids=["blocked", "silent", "failing"])
def test_without_storage_a_ballot_counts_all_the_same(
    room: Room, browser: Browser, script: str
) -> None:
    contest = ranking_by("borda", room)
    with Server() as server:
        page = old_page(browser, server, room.participant_visitor(), f"/w/{room.code}", script)
        expect(page.locator("one-at-a-time > section:visible")).to_have_count(1)
        ballot = ballot_on(page, contest)
        ballot.locator(f"[data-option='{contest.options[0]}']").click()
        page.context.set_offline(True)
        ballot.locator("[data-send]").click()
        expect(ballot.locator("[data-status]")).to_contain_text(
            "This browser cannot store anything."
        )
        page.context.set_offline(False)
        expect(ballot.locator("[data-status]")).to_contain_text("Counted at")


@pytest.mark.parametrize("script", [SILENT, FAILING], ids=["silent", "failing"])
def test_a_tab_without_storage_can_change_its_ballot_after_a_reload(
    room: Room, browser: Browser, script: str
) -> None:
    contest = ranking_by("approval", room)
    with Server() as server:
        page = old_page(browser, server, room.participant_visitor(), f"/w/{room.code}", script)
        ballot = ballot_on(page, contest)
        ballot.locator(f"[data-option='{contest.options[0]}']").click()
        counted(ballot)
        page.reload()
        expect(ballot.locator("[data-status]")).to_contain_text("Counted at")
        ballot.locator(f"[data-option='{contest.options[1]}']").click()
        expect(ballot.locator("[data-status]")).not_to_contain_text("Counted at")
        counted(ballot)
    assert published(room, contest) == {"approved": contest.options[:2]}


def test_a_phone_that_fell_asleep_while_it_stored_a_press_goes_on_storing(
    room: Room, browser: Browser
) -> None:
    contest = ranking_by("borda", room)
    with Server() as server:
        page = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
        ballot = ballot_on(page, contest)
        expect(ballot).to_have_attribute("data-state", "draft")
        page.clock.install(time=0)
        page.clock.pause_at(1000)
        page.evaluate(HOLD_STORAGE)
        ballot.locator(f"[data-option='{contest.options[0]}']").click()
        page.clock.fast_forward("10:00")  # as while it sleeps: each timer fires once
        page.evaluate("window.free = true")
        expect(ballot.locator("[data-send]")).to_be_enabled()
        page.clock.resume()
        page.context.set_offline(True)
        ballot.locator("[data-send]").click()
        expect(ballot.locator("[data-status]")).to_contain_text("Saved on this device.")
