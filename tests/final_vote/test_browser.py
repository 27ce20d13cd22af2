"""The final vote on a phone in a real browser: chosen, sent, kept after a reload, and verified."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, expect

from polling.contests.kinds import FINAL
from tests.browser_page import enlarge_text, opened, press
from tests.final_vote import electorate
from tests.room import Room
from tests.server import COOKIE, Server, cookie_of
from tests.visitor import Visitor

TOO_MANY = "You have chosen 3, which is the maximum. To choose another, first tap one to remove it."
# As if the phone's storage were slow: it has stored the first choice of the contest.
STORE_LATE = """(contest) => {
  const first = document.querySelector("section:not([hidden]) [data-option]");
  const draft = [Number(first.dataset.option)];
  const detail = { contest, revision: 0, draft, state: "draft" };
  document.dispatchEvent(new CustomEvent("outbox-entry", { detail }));
}"""

COUNT_LATE = """([contest, state]) => {
  const detail = { contest, revision: 1, draft: null, state, countedAt: 1 };
  document.dispatchEvent(new CustomEvent("outbox-entry", { detail }));
}"""


# At how many places the lines of a long choice start, and whether beside or below its circle.
STARTS = """() => {
  const option = document.querySelector("section:not([hidden]) .option");
  const { left, right } = option.querySelector("[data-tick]").getBoundingClientRect();
  option.lastElementChild.textContent = "word ".repeat(40);
  const words = document.createRange();
  words.selectNodeContents(option.lastElementChild);
  const starts = new Set([...words.getClientRects()].map((line) => Math.round(line.left)));
  const [start] = starts;
  return { starts: starts.size, isBeside: start >= right, isBelow: start === Math.round(left) };
}"""


def go(context: BrowserContext, visitor: Visitor, server: Server, path: str) -> Page:
    context.add_cookies([{"name": COOKIE, "value": cookie_of(visitor), "url": server.address}])
    page = context.new_page()
    page.goto(server.address + path)
    return page


def close_all(console: Page, phone: Page) -> None:
    """Close all votes, and wait until a phone that has voted knows."""
    press(console, "Close all")
    said = phone.locator("section:not([hidden]) .notice").first
    expect(said).to_contain_text("Voting is closed, and your ballot was counted")


def test_a_ballot_is_sent_kept_and_found_again(
    drafted: Room, browser: Browser, phone_context: BrowserContext
) -> None:
    contest = electorate.open_final_vote(drafted)[0]
    phone_of, console_of = drafted.participant_visitor(), drafted.organizer_visitor()
    with Server() as server, browser.new_context() as desk:
        phone = go(phone_context, phone_of, server, f"/w/{drafted.code}")
        one_choice_too_many_is_said_until_the_next_press(phone, contest.id)
        status = phone.locator("section:not([hidden]) [data-status]")
        phone.locator("section:not([hidden]) [data-send]").click()
        expect(status).to_contain_text("Counted at")

        phone.reload()
        expect(status).to_contain_text("Counted at")
        chosen = phone.locator("section:not([hidden]) [aria-pressed=true]")
        expect(chosen).to_have_count(3)
        a_change_can_be_taken_back(phone)

        console = go(desk, console_of, server, f"/console/{drafted.code}/final_vote")
        close_all(console, phone)
        press(console, "Reveal all")
        press(console, "Show all")
        check = phone.locator("section:not([hidden]) ballot-check")
        expect(check).to_have_text("Checked: your vote was counted as you sent it.")
        phone.locator("[data-go='1']").first.click()
        expect(check).to_have_text("No ballot from this phone was counted.")
    assert drafted.contests(FINAL)[0].result["voted"] == 1


def test_a_long_choice_is_a_column_beside_its_circle_and_below_it_in_large_text(
    drafted: Room, browser: Browser
) -> None:
    electorate.open_final_vote(drafted)
    visitor = drafted.participant_visitor()
    with Server() as server:
        phone = opened(browser, server, visitor, f"/w/{drafted.code}")
        for width in (360, 390):
            phone.set_viewport_size({"width": width, "height": 844})
            assert phone.evaluate(STARTS) == {"starts": 1, "isBeside": True, "isBelow": False}
        enlarge_text(phone)
        phone.reload()
        assert phone.evaluate(STARTS) == {"starts": 1, "isBeside": False, "isBelow": True}


def one_choice_too_many_is_said_until_the_next_press(phone: Page, contest: str) -> None:
    """Choose the first three."""
    choices = phone.locator("section:not([hidden]) [data-option]")
    for index in range(4):
        choices.nth(index).click()
    status = phone.locator("section:not([hidden]) [data-status]")
    expect(status).to_have_text(TOO_MANY)
    phone.evaluate(STORE_LATE, contest)
    expect(status).to_have_text(TOO_MANY)
    choices.nth(0).click()
    expect(status).to_have_text("2 of 3 chosen, not sent yet")
    choices.nth(0).click()


def a_change_can_be_taken_back(phone: Page) -> None:
    """Remove a choice from the ballot that was sent, and return to this ballot."""
    ballot = phone.locator("section:not([hidden]) [data-contest][data-most]")
    chosen, status = ballot.locator("[aria-pressed=true]"), ballot.locator("[data-status]")
    clear, restore = ballot.locator("[data-clear]"), ballot.locator("[data-restore]")
    expect(clear.or_(restore)).to_have_count(2)
    expect(clear).to_be_hidden()
    expect(restore).to_be_hidden()
    chosen.first.click()
    expect(status).to_have_text("Changed but not sent. Your earlier ballot still counts.")
    expect(clear).to_be_hidden()
    phone.reload()
    restore.click()
    expect(chosen).to_have_count(3)
    expect(status).to_contain_text("Counted at")
    expect(restore).to_be_hidden()


@contextmanager
def revealed(
    drafted: Room, browser: Browser, phone_context: BrowserContext
) -> Iterator[tuple[Page, Page]]:
    """The phone of somebody who abstained on the first theme, and the console, after the reveal."""
    electorate.open_final_vote(drafted)
    phone_of, console_of = drafted.participant_visitor(), drafted.organizer_visitor()
    with Server() as server, browser.new_context() as desk:
        phone = go(phone_context, phone_of, server, f"/w/{drafted.code}")
        phone.locator("section:not([hidden]) [data-abstain]").click()
        expect(phone.get_by_text("You abstained.")).to_be_visible()
        console = go(desk, console_of, server, f"/console/{drafted.code}/final_vote")
        close_all(console, phone)
        for words in ("Reveal all", "Show all"):
            press(console, words)
        yield phone, console


def test_a_dissent_note_is_kept_while_typed_sent_and_taken_back_by_people_who_voted(
    drafted: Room, browser: Browser, phone_context: BrowserContext
) -> None:
    with revealed(drafted, browser, phone_context) as (phone, console):
        note = phone.locator("section:not([hidden]) > .dissent")
        note.locator("summary").click()
        note.get_by_role("textbox").fill("Too few were asked.")
        phone.reload()
        note.locator("summary").click()
        expect(note.get_by_role("textbox")).to_have_value("Too few were asked.")
        note.get_by_role("button", name="Send").click()
        expect(note.get_by_role("status")).to_contain_text("Sent.")
        expect(console.locator("#dissent")).to_contain_text("“Too few were asked.”")
        note.get_by_role("button", name="Delete").click()
        expect(note.get_by_role("status")).to_contain_text("Deleted")
        expect(console.locator("#dissent")).to_have_count(0)

        # A ballot is acknowledged after the reveal, with or without its last change.
        for place, state in ((1, "counted"), (2, "refused")):
            phone.locator(f"[data-go='{place}']").first.click()
            a_dissent_note_opens(phone, drafted.contests(FINAL)[place].id, state)


def a_dissent_note_opens(phone: Page, contest: str, state: str) -> None:
    """The phone learns what has become of its ballot on a theme for which it knew of none."""
    note = phone.locator("section:not([hidden]) > .dissent")
    note.locator("summary").click()
    expect(note.get_by_role("status")).to_contain_text("Only people who voted can write a note")
    expect(note.get_by_role("textbox")).to_be_disabled()
    phone.evaluate(COUNT_LATE, [contest, state])
    expect(note.get_by_role("textbox")).to_be_enabled()


def test_abstaining_asks_before_it_replaces_a_ballot(
    drafted: Room, phone_context: BrowserContext
) -> None:
    electorate.open_final_vote(drafted)
    with Server() as server:
        phone = go(phone_context, drafted.participant_visitor(), server, f"/w/{drafted.code}")
        ballot = phone.locator("section:not([hidden])")
        ballot.locator("[data-option]").first.click()
        ballot.locator("[data-send]").click()
        expect(ballot.locator("[data-status]")).to_contain_text("Counted at")
        ballot.get_by_role("button", name="Abstain").click()
        question = phone.get_by_role("dialog")
        expect(question).to_contain_text("This will remove your choices in this vote.")
        question.get_by_role("button", name="Cancel").click()
        expect(ballot.locator("[aria-pressed=true]")).to_have_count(1)
        expect(ballot.locator("[data-status]")).to_contain_text("Counted at")
        ballot.get_by_role("button", name="Abstain").click()
        question.get_by_role("button", name="Abstain").click()
        expect(ballot.locator("[data-status]")).to_contain_text("You abstained.")
