"""Confirmation dialogs, in a real browser."""

import pytest
from playwright.sync_api import Browser, Page, expect

from polling.core.db import reading
from polling.workshop import queries
from tests.breakouts.full_room import full_room, seat_in_turn
from tests.browser_page import opened
from tests.room import Room
from tests.server import Server

GO = "Go to: Presentations"


@pytest.fixture
def at_work(room: Room) -> Room:
    """Eleven groups that have written nothing."""
    full = full_room(room.app)
    full.go("ranking", "breakouts")
    seat_in_turn(full)
    return full


def console(browser: Browser, server: Server, room: Room) -> Page:
    return opened(browser, server, room.organizer_visitor(), f"/console/{room.code}/breakouts")


def stage(room: Room) -> str:
    with reading() as session:
        return queries.by_id(session, room.workshop_id).stage


def test_what_is_not_done_is_counted_and_one_goes_on_all_the_same(
    at_work: Room, browser: Browser
) -> None:
    with Server() as server:
        page = console(browser, server, at_work)
        page.get_by_role("button", name=GO).click()
        asked = page.get_by_role("dialog", name=GO)
        assert asked.locator("p").inner_text().splitlines() == [
            "Groups 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 are not done yet.",
            "16 issues have no recommendation yet.",
            "Nothing will be deleted.",
        ]
        asked.get_by_role("button", name=GO).click()
        expect(page.get_by_role("heading", name="Presentations")).to_be_visible()
    assert stage(at_work) == "presentations"


def test_with_the_keyboard_it_is_cancelled_and_the_focus_returns(
    at_work: Room, browser: Browser
) -> None:
    with Server() as server:
        page = console(browser, server, at_work)
        button = page.get_by_role("button", name=GO)
        for cancel in ("Escape", "Enter"):  # Cancel has the focus
            button.focus()
            page.keyboard.press("Enter")
            expect(page.get_by_role("dialog")).to_be_visible()
            page.keyboard.press(cancel)
            expect(page.get_by_role("dialog")).to_have_count(0)
            expect(button).to_be_focused()
    assert stage(at_work) == "breakouts"


def test_what_is_not_done_can_be_looked_at_first(at_work: Room, browser: Browser) -> None:
    with Server() as server:
        page = console(browser, server, at_work)
        page.get_by_role("button", name=GO).click()
        page.get_by_role("button", name="Check first", exact=True).click()
        expect(page.locator("#reasons summary")).to_be_focused()
        expect(page.locator("#reasons ul ul li")).to_have_count(16)
    assert stage(at_work) == "breakouts"


def test_what_was_asked_is_what_is_done_although_somebody_else_went_on(
    at_work: Room, browser: Browser
) -> None:
    with Server() as server:
        page = console(browser, server, at_work)
        page.get_by_role("button", name=GO).click()
        at_work.go("presentations")
        page.evaluate("document.querySelector('live-page').refresh()")
        expect(page.locator("button", has_text="Go to: Final vote")).to_have_count(1)
        page.get_by_role("dialog").get_by_role("button", name=GO).click()
        expect(page.get_by_text("Another organizer has just changed the stage.")).to_be_visible()
    assert stage(at_work) == "presentations"


def test_a_double_click_moves_one_stage_and_not_two(at_work: Room, browser: Browser) -> None:
    at_work.go("presentations")
    with Server() as server:
        page = opened(
            browser, server, at_work.organizer_visitor(), f"/console/{at_work.code}/presentations"
        )
        move = page.locator("nav.stages form button").first
        move.click()
        expect(move).to_have_text("Go to: Results")
        place = move.bounding_box()
        assert place
        page.mouse.move(place["x"] + 9, place["y"] + 9)
        page.mouse.down(click_count=2)
        page.mouse.up(click_count=2)
        page.locator("#say summary").click()
        page.get_by_label("Message").fill("We begin.")
        page.get_by_role("button", name="Send").click()  # the button after it
        expect(page.get_by_text("Shown to everybody: “We begin.”")).to_be_visible()
    assert stage(at_work) == "final_vote"
