"""What phones show and store about a vote that is closed, reopened, revealed and published."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect
from sqlalchemy import select

from polling.contests.models import Ballot, Contest
from polling.core.db import reading
from tests.browser_page import press
from tests.ranking.phone_ballots import ballot_on
from tests.room import Room
from tests.server import COOKIE, Server, cookie_of
from tests.visitor import Visitor

PHONE: ViewportSize = {"width": 390, "height": 844}
STORED = """() => new Promise((resolve) => {
  const opening = indexedDB.open("ballots");
  opening.onsuccess = () => {
    const all = opening.result.transaction("outbox").objectStore("outbox").getAll();
    all.onsuccess = () => { opening.result.close(); resolve(all.result); };
  };
})"""

WARNS = re.compile(r"\bwarn\b")
COLOR = """(place, name) => {
  const sample = place.appendChild(document.createElement("i"));
  if (name) sample.style.color = `var(${name})`;
  const { color } = getComputedStyle(sample);
  sample.remove();
  return color;
}"""

# wait_for_function would treat the promise itself as true.
LOOK_FOR_NOTHING = f"""() => {{
  ({STORED})().then((ballots) => (window.isEmpty = ballots.length === 0));
  return window.isEmpty;
}}"""


@dataclass
class Vote:
    """An open vote, two phones that take part in it, and the console."""

    contest: Contest
    online: Page
    offline: Page  # it disconnects before the close
    console: Page

    def ballot(self, phone: Page) -> Locator:
        return ballot_on(phone, self.contest)

    def choose(self, phone: Page, place: int) -> None:
        option = self.contest.options[place]
        self.ballot(phone).locator(f"button[data-option='{option}']").click()

    def choose_and_send(self, phone: Page, place: int) -> None:
        self.choose(phone, place)
        self.ballot(phone).locator("[data-send]").click()

    def expect_status(self, phone: Page, words: str) -> None:
        expect(self.ballot(phone).locator("[data-status]")).to_contain_text(words)

    @property
    def card(self) -> Locator:
        """The organizer's card of this vote."""
        return self.console.locator(f"#contest-{self.contest.id}")

    def press(self, name: str) -> None:
        self.card.get_by_role("button", name=name).click()
        if name in ("Reopen", "Reveal"):
            self.console.get_by_role("dialog").get_by_role("button", name=name).click()


@pytest.fixture
def vote(room: Room, browser: Browser) -> Iterator[Vote]:
    room.go("lobby", "ranking")
    contest = room.open_ranking()[0]
    with Server() as server:
        yield Vote(
            contest,
            online=visitors_page(browser, server, room.participant_visitor(), f"/w/{room.code}"),
            offline=visitors_page(browser, server, room.participant_visitor(), f"/w/{room.code}"),
            console=visitors_page(
                browser, server, room.organizer_visitor(), f"/console/{room.code}/ranking"
            ),
        )


def visitors_page(browser: Browser, server: Server, visitor: Visitor, path: str) -> Page:
    context = browser.new_context(viewport=PHONE, has_touch=True, locale="en")
    context.add_cookies([{"name": COOKIE, "value": cookie_of(visitor), "url": server.address}])
    page = context.new_page()
    page.goto(server.address + path)
    expect(page.locator("connection-pill[data-state=online]")).to_be_visible()
    return page


def test_a_reopened_vote_says_on_each_phone_whether_its_ballot_is_counted(vote: Vote) -> None:
    close_while_one_is_offline(vote)
    reopen_and_send_again(vote)
    vote.press("Close")
    vote.press("Reveal")
    press(vote.console, "Show all")
    for phone in (vote.online, vote.offline):
        check = phone.locator("section:not([hidden]) ballot-check")
        expect(check).to_have_text("Checked: your vote was counted as you sent it.")


def test_a_ballot_can_be_changed_after_a_reopening(vote: Vote) -> None:
    vote.choose_and_send(vote.online, 0)
    vote.expect_status(vote.online, "Counted at")
    vote.choose(vote.offline, 1)
    vote.press("Close")
    expect_warning(
        vote.offline, "Voting closed before you sent your choices, so they were not counted."
    )
    vote.press("Reopen")
    vote.expect_status(vote.offline, "1 of 3 chosen, not sent yet")
    expect(notice(vote.online)).to_contain_text("Voting is open again. Your ballot still counts")
    vote.choose_and_send(vote.online, 1)
    vote.expect_status(vote.online, "Counted at")
    with reading() as session:
        stored = session.scalar(select(Ballot.choices)) or ""
    assert json.loads(stored) == {"ranking": vote.contest.options[:2]}
    expect(vote.console.get_by_text("2 joined · 2 online")).to_be_visible()
    vote.offline.close()
    expect(vote.console.get_by_text("2 joined · 1 online")).to_be_visible()
    vote.console.get_by_role("button", name="Close all").click()
    expect(vote.console.get_by_role("dialog")).to_contain_text("Phones offline: 1 ")
    vote.console.get_by_role("dialog").get_by_role("button", name="Cancel").click()


def test_a_change_that_came_too_late_is_said_until_after_the_reveal(vote: Vote) -> None:
    phone = vote.online
    change_offline(vote)
    vote.press("Close")
    phone.context.set_offline(False)
    late = "Voting has closed. Your change was not counted; your earlier ballot still counts."
    for _look in range(2):
        expect_warning(phone, late)
        phone.reload()
    vote.press("Reveal")
    press(vote.console, "Show all")
    check = phone.locator("section:not([hidden]) ballot-check")
    expect(check).to_have_text("Your last change came too late; your earlier ballot was counted.")
    assert color(check) == color(phone.locator("body"), "--warn")


def test_a_reopened_vote_says_that_the_last_change_was_not_counted(vote: Vote) -> None:
    phone = vote.online
    change_offline(vote)
    vote.press("Close")
    phone.context.set_offline(False)
    expect_warning(phone, "Your change was not counted")
    vote.press("Reopen")
    expect_warning(phone, "Your last change was not counted. Send it again")
    vote.expect_status(phone, "Changed but not sent. Your earlier ballot still counts.")
    status = vote.ballot(phone).locator("[data-status]")
    expect(status).to_have_css("color", color(phone.locator("body"), "--warn"))
    vote.ballot(phone).locator("[data-send]").click()
    vote.expect_status(phone, "Counted at")
    expect(notice(phone)).to_have_text(
        "Voting is open again. Your ballot still counts, and you can change it."
    )
    expect(notice(phone)).not_to_have_class(WARNS)


def change_offline(vote: Vote) -> None:
    phone = vote.online
    vote.choose_and_send(phone, 0)
    vote.expect_status(phone, "Counted at")
    phone.context.set_offline(True)
    vote.choose_and_send(phone, 1)
    vote.expect_status(phone, "Saved on this device.")


def close_while_one_is_offline(vote: Vote) -> None:
    vote.choose_and_send(vote.online, 0)
    vote.expect_status(vote.online, "Counted at")
    vote.offline.context.set_offline(True)
    vote.choose_and_send(vote.offline, 1)
    vote.expect_status(vote.offline, "Saved on this device.")
    vote.press("Close")
    expect(notice(vote.online)).to_contain_text("Voting is closed, and your ballot was counted")
    vote.offline.context.set_offline(False)
    expect_warning(vote.offline, "Voting has closed. Your ballot was not counted.")


def reopen_and_send_again(vote: Vote) -> None:
    vote.press("Reopen")
    expect(notice(vote.online)).to_contain_text("Voting is open again. Your ballot still counts")
    expect(notice(vote.offline)).to_contain_text(
        "Voting is open again. Your ballot came too late. Send it again."
    )
    vote.expect_status(vote.offline, "1 of 3 chosen, not sent yet")
    vote.ballot(vote.offline).locator("[data-send]").click()
    vote.expect_status(vote.offline, "Counted at")
    expect(notice(vote.offline)).to_contain_text("Voting is open again. Your ballot still counts")
    expect(vote.card).to_contain_text("2 of 2")


def expect_warning(phone: Page, words: str) -> None:
    expect(notice(phone)).to_contain_text(words)
    expect(notice(phone)).to_have_class(WARNS)


def color(place: Locator, name: str = "") -> str:
    """The text's colour, or that of a design token, as the browser computes it."""
    return str(place.evaluate(COLOR, name))


def notice(phone: Page) -> Locator:
    return phone.locator("section:not([hidden]) .notice")


def test_a_phone_forgets_its_ballots_once_the_report_is_published(room: Room, vote: Vote) -> None:
    phone = vote.online
    vote.choose_and_send(phone, 0)
    vote.expect_status(phone, "Counted at")
    assert [entry["state"] for entry in phone.evaluate(STORED) if entry["state"] != "draft"] == [
        "counted"
    ]
    publish(room, vote)
    phone.reload()
    expect(phone.locator("forget-ballots")).to_have_text(
        "Your ballots still count. They are no longer on this phone."
    )
    assert phone.evaluate(STORED) == []


def test_a_phone_also_forgets_a_ballot_that_is_refused_after_the_publication(
    room: Room, vote: Vote
) -> None:
    phone, address = vote.online, vote.online.url
    change_offline(vote)
    phone.goto("about:blank")
    publish(room, vote)
    phone.context.set_offline(False)
    phone.goto(address)
    phone.wait_for_function(LOOK_FOR_NOTHING, polling=100)


def publish(room: Room, vote: Vote) -> None:
    room.close_and_reveal()
    address = vote.console.url.replace("/ranking", "/closed")
    room.go("breakouts", "presentations", "final_vote", "results", "survey", "closed")
    vote.console.goto(address)
    press(vote.console, "Publish to participants")
    expect(vote.console.get_by_role("button", name="Unpublish")).to_be_visible()
