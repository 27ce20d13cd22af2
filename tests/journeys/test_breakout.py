"""One group's work in real browsers: three people edit one sentence, read it back, present it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.breakouts.drafting.group_at_work import Table
from tests.browser_page import press
from tests.journeys.browsers import DESK, PHONE, PROJECTOR, TABLET, Company
from tests.room import Room
from tests.server import COOKIE, Server, cookie_of
from tests.visitor import Visitor

MINUTE_MS = 60_000


@pytest.fixture
def company(room: Room, browser: Browser) -> Iterator[Company]:
    with Server() as server:
        gathered = Company(browser, server)
        yield gathered
        gathered.leave()


def test_a_sentence_from_three_phones_to_the_screen(room: Room, company: Company) -> None:
    table = Table.of(room)
    made = table.recommend(actors=["Banks"], action="report transfers", by="within a week")
    table.recommend(
        group_id=table.other_group_id,
        actors=["Banks"],
        action="report suspicious transfers to the police",
        by="at once",
    )
    home = f"/w/{room.code}"
    phones = [come(company, table.visitor(who), home, PHONE) for who in table.members[:3]]
    tablet = come(company, room.facilitator_visitor(), f"{home}/facilitator", TABLET)
    screen = come(company, room.screen_visitor(), f"{home}/screen", PROJECTOR)
    console = come(company, room.organizer_visitor(), f"/console/{room.code}/breakouts", DESK)
    write_together(phones, made)
    read_back(phones, tablet, made)
    press(tablet, "Mark as done")
    # In #main, because it is also announced to screen readers, a moment later.
    expect(tablet.locator("#main").get_by_text("Your group is marked as done.")).to_be_visible()
    press(console, "Go to: Presentations")
    expect(console).to_have_url(re.compile("/presentations$"))
    console.get_by_role("button", name="Present", exact=True).first.click()
    expect(screen.locator(".screen-slide h1")).to_be_visible()
    guest = come(company, table.visitor(table.stranger), home, PHONE)
    present(phones, guest, screen)
    merge(console, phones[1], tablet, guest)
    expect(screen.locator(".screen-slide")).to_contain_text("All banks should quickly report")
    assert company.complaints == []


def present(phones: list[Page], guest: Page, screen: Page) -> None:
    """A member turns the pages on their phone; only the group gets a guest's comment."""
    press(phones[0], "Present for our group")
    expect(phones[0].get_by_text("You are presenting now.")).to_be_visible()
    press(phones[0], "Next")
    said = "Banks should quickly report suspicious transfers to the police, within a day."
    expect(screen.locator(".screen-slide")).to_contain_text(said)
    expect(guest.locator("[aria-current] .said")).to_contain_text(said)
    guest.get_by_label("Comment (optional)").first.fill("Who pays?")
    press(guest, "Question")
    for page in phones:
        expect(page.locator("#heard")).to_contain_text("Who pays?")
    expect(screen.get_by_text("Who pays?")).to_have_count(0)


def merge(console: Page, phone: Page, tablet: Page, guest: Page) -> None:
    """One member's answer is not the group's; the facilitator's is, or that of all members."""
    console.get_by_role("link", name="Duplicates").click()
    console.locator("summary", has_text="Merge").first.click()
    console.get_by_label("Actors (one per line)").first.fill("All banks")
    press(console, "Ask groups")
    press(phone, "I agree")
    count = "1 of 8 members agree; at least 5 must agree."
    for page in (phone, tablet, console):
        expect(page.get_by_text(count)).to_be_visible()
    press(tablet, "We agree")
    expect(phone.get_by_text("Your group has agreed.")).to_be_visible()
    press(guest, "I agree")
    expect(console.get_by_role("button", name="Undo")).to_be_visible()


def come(company: Company, visitor: Visitor, path: str, viewport: dict[str, int]) -> Page:
    """Open the page of a known person, connected."""
    page = company.newcomer(viewport)
    address = company.server.address
    page.context.add_cookies([{"name": COOKIE, "value": cookie_of(visitor), "url": address}])
    page.goto(address + path)
    expect(page.locator("connection-pill")).to_have_attribute("data-state", "online")
    return page


def field(page: Page, made: int, name: str = "action") -> Locator:
    return page.locator(f'[data-field="{made}/{name}"]')


def write_together(phones: list[Page], made: int) -> None:
    """Type letter by letter, all three at once; the third is offline for a while."""
    words = ("quickly ", " to the police", "suspicious ")
    for page, at in zip(phones, (0, 16, 7), strict=True):
        expect(page.locator("[data-draft-status]")).to_have_attribute("data-state", "saved")
        field(page, made).focus()
        field(page, made).evaluate(f"field => field.setSelectionRange({at}, {at})")
    lost = phones[2]
    lost.clock.install()
    lost.context.set_offline(True)
    expect(lost.locator("[data-draft-status]")).to_have_attribute("data-state", "offline")
    for place in range(max(map(len, words))):
        for page, word in zip(phones, words, strict=True):
            page.keyboard.type(word[place : place + 1])
    lost.clock.fast_forward(MINUTE_MS)
    expect(field(lost, made)).to_have_value("report suspicious transfers")
    lost.context.set_offline(False)
    for page in phones:
        together = "quickly report suspicious transfers to the police"
        expect(field(page, made)).to_have_value(together)
        expect(page.locator("[data-draft-status]")).to_have_attribute("data-state", "saved")


def agree(reading: Locator) -> None:
    button = reading.get_by_role("button", name="Fully agree")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def read_back(phones: list[Page], tablet: Page, made: int) -> None:
    """One member objects; the text is corrected in front of everybody, and all agree."""
    press(tablet, "Check wording")
    for page in phones:
        expect(page.locator(".aloud")).to_contain_text("to the police, within a week.")
    reading = [page.locator("#read-back") for page in phones]
    agree(reading[0])
    reading[2].get_by_label("Reason (optional)").fill("A week is too late.")
    reading[2].get_by_role("button", name="Cannot live with it").click()
    expect(tablet.locator("#read-back")).to_contain_text("A week is too late.")
    field(tablet, made, "by").fill("within a day")
    for place in reading:
        expect(place.locator(".aloud")).to_contain_text("within a day.")
        agree(place)
    expect(tablet.locator("#read-back .counts")).to_contain_text("3 in full agreement")
    press(tablet, "Finish checking")
    for page in (*phones, tablet):
        expect(page.locator("#read-back")).to_have_count(0)
