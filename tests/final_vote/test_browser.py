"""The final vote on a phone, in a real browser: chosen, sent, kept through a reload, and found."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from polling.contests.models import FINAL
from tests.final_vote import electorate
from tests.room import Room
from tests.server import COOKIE, Server, cookie_of
from tests.visitor import Visitor


@pytest.fixture
def phone_context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone's browser with nothing stored in it."""
    opened = browser.new_context(viewport={"width": 390, "height": 844}, locale="en")
    yield opened
    opened.close()


def go(context: BrowserContext, visitor: Visitor, server: Server, path: str) -> Page:
    context.add_cookies([{"name": COOKIE, "value": cookie_of(visitor), "url": server.address}])
    page = context.new_page()
    page.goto(server.address + path)
    return page


def test_a_ballot_is_sent_kept_and_found_again(
    drafted: Room, browser: Browser, phone_context: BrowserContext
) -> None:
    electorate.open_final_vote(drafted)
    phone_of, console_of = drafted.participant_visitor(), drafted.organizer_visitor()
    with Server() as server, browser.new_context() as desk:
        phone = go(phone_context, phone_of, server, f"/w/{drafted.code}")
        choices = phone.locator("section:not([hidden]) [data-option]")
        for index in (0, 1, 2):
            choices.nth(index).click()
        choices.nth(3).click()
        status = phone.locator("section:not([hidden]) [data-status]")
        expect(status).to_have_text("You have chosen 3. Tap one again to take it back.")
        phone.get_by_role("button", name="Send my choices").first.click()
        expect(status).to_contain_text("Counted at")

        phone.reload()
        expect(status).to_contain_text("Counted at")
        chosen = phone.locator("section:not([hidden]) [aria-pressed=true]")
        expect(chosen).to_have_count(3)

        console = go(desk, console_of, server, f"/console/{drafted.code}/final_vote")
        console.get_by_role("button", name="Close all").click()
        check = phone.locator("section:not([hidden]) ballot-check")
        expect(check).to_have_text("Your ballot is in the published list of 1, as you sent it.")
        phone.locator("[data-go='1']").first.click()
        expect(check).to_have_text("No ballot of this phone was counted here.")
    assert drafted.contests(FINAL)[0].result["voted"] == 1
