"""A dissent note that is half typed when the workshop moves on, in a real browser."""

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser_page import opened, refresh
from tests.final_vote import electorate
from tests.final_vote.dissent.notes import reveal
from tests.room import Room
from tests.server import Server


def test_an_unsent_note_is_kept_and_a_sent_one_is_not(drafted: Room, browser: Browser) -> None:
    electorate.open_final_vote(drafted)
    with Server() as server:
        phone = opened(browser, server, drafted.participant_visitor(), f"/w/{drafted.code}")
        vote(phone)
        reveal(drafted)
        refresh(phone)
        type_note(phone, 0, "Too early.")
        sent = type_note(phone, 1, "Too expensive.")
        sent.get_by_role("button", name="Send").click()
        expect(sent).to_contain_text("Sent.")
        drafted.go("survey")
        refresh(phone)
        unsent = phone.locator("unsent-fields")
        expect(unsent.locator("li .said")).to_have_text(["Too early."])


def vote(phone: Page) -> None:
    shown = phone.locator("section:not([hidden])")
    shown.locator("[data-option]").first.click()
    shown.locator("[data-send]").click()
    expect(shown.locator("[data-status]")).to_contain_text("Counted at")


def type_note(phone: Page, place: int, text: str) -> Locator:
    folded = phone.locator("section:not([hidden]) details.dissent").nth(place)
    folded.locator("summary").click()
    folded.locator("textarea").fill(text)
    return folded
