"""Announcements for screen readers, and the focus."""

import re

from playwright.sync_api import Browser, Page, expect

from polling.contests import actions
from polling.contests.models import Contest
from polling.core.db import transaction
from tests.breakouts.drafting.run_in_node import in_node
from tests.browser_page import opened
from tests.journeys.workshop import counted
from tests.room import Room
from tests.server import Server

RECORD = """() => {
  const region = document.getElementById("announcer");
  document.body.dataset.heard = "";
  const record = () => (document.body.dataset.heard += region.textContent);
  new MutationObserver(record).observe(region, { childList: true });
}"""
INSERTED = """() => {
  globalThis.inserted = [];
  const notes = (changes) => changes.flatMap(({ addedNodes }) => [...addedNodes]);
  const record = (changes) => notes(changes)
    .filter((one) => one.className === "form-note")
    .forEach((one) => inserted.push(one.textContent));
  new MutationObserver(record).observe(document.body, { childList: true, subtree: true });
}"""
STATUS = """() => {
  document.body.dataset.said = "";
  const status = document.querySelector("section:not([hidden]) [data-status]");
  const record = () => (document.body.dataset.said += status.textContent);
  new MutationObserver(record).observe(status, { childList: true });
}"""


COPY = """
const timers = [];
globalThis.setTimeout = (work) => timers.push(work);
const region = { textContent: "", dataset: {} };
globalThis.document = Object.assign(new EventTarget(), {
  body: { dataset: { copy: "Copy", copied: "Copied" } },
  createElement: () => new EventTarget(),
  getElementById: () => region,
  querySelectorAll: () => [],
});
Object.defineProperty(globalThis, "navigator", { value: { clipboard: { async writeText() {} } } });
const { copyButton } = await import("./static/js/forms/copy-button.js");
const button = copyButton("https://example.org");
button.dispatchEvent(new Event("click"));
await new Promise(setImmediate);
timers.forEach((work) => work());
console.log(JSON.stringify([button.textContent, region.textContent]));
"""


def refresh(page: Page) -> None:
    """Announce a change, as another server process would."""
    page.evaluate("document.querySelector('live-page').refresh()")


def has_heard(page: Page, words: str) -> None:
    expect(page.locator("body")).to_have_attribute("data-heard", re.compile(words))


def test_opening_and_closing_a_vote_is_announced_and_the_focus_is_kept(
    small: Room, browser: Browser
) -> None:
    small.go("ranking")
    phone = small.participant_visitor()
    with Server() as server:
        page = opened(browser, server, phone, f"/w/{small.code}")
        page.evaluate(RECORD)
        contests = [contest.id for contest in small.open_ranking()]
        refresh(page)
        has_heard(page, "Voting is open")
        page.evaluate(STATUS)
        page.locator("section:not([hidden]) [data-option]").first.click()
        page.locator("section:not([hidden]) [data-send]").click()
        counted(page)
        said = page.locator("body").get_attribute("data-said") or ""
        assert "Counted at" in said
        assert "Saved on this device" not in said
        page.locator("section:not([hidden]) [data-abstain]").focus()
        with transaction() as session:
            for contest in contests:
                found = session.get_one(Contest, contest)
                actions.close_contest(session, small.organizer, found)
        refresh(page)
        has_heard(page, "Voting is closed")
        assert page.evaluate("document.activeElement.tagName") == "H1"


def test_the_status_of_a_form_is_there_before_its_words(small: Room, browser: Browser) -> None:
    small.go("lobby")
    with Server() as server:
        page = opened(browser, server, small.participant_visitor(), f"/w/{small.code}")
        page.get_by_text("Your answers", exact=True).click()
        page.evaluate(INSERTED)
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".form-note")).to_have_text("Saved.")
        assert page.evaluate("inserted") == [""]


def test_a_copied_link_is_announced() -> None:
    assert in_node(COPY) == ["Copied", "Copied"]


def test_the_last_ballot_ends_with_all_done(small: Room, browser: Browser) -> None:
    small.go("ranking")
    phone = small.participant_visitor()
    contests = small.open_ranking()
    with Server() as server:
        page = opened(browser, server, phone, f"/w/{small.code}")
        steps = page.locator(".steps [data-go]")
        steps.last.click()
        for place in range(len(contests)):
            section = page.locator("section:not([hidden])")
            section.locator("[data-option]").first.click()
            section.locator("[data-send]").click()
            counted(page)
            onward = section.locator("[data-after]:visible")
            if place + 1 < len(contests):
                expect(onward).to_have_js_property("tagName", "BUTTON")
                title = (onward.text_content() or "").removeprefix("Next: ")
                onward.click()
                expect(page.locator("section:not([hidden]) h1")).to_have_text(title)
            else:
                expect(onward).to_have_text("All done")
                expect(page.locator("[data-go=open]").filter(visible=True)).to_have_count(0)
