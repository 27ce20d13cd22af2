"""What people have just entered outlives a reload, even if the phone has not stored it yet."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from polling.contests.models import Contest
from polling.core.access import Role
from tests.browser_page import opened
from tests.ranking.phone_ballots import ballot_on
from tests.room import Room
from tests.server import COOKIE, Server, cookie_of
from tests.visitor import Visitor

# The storage does not answer, and the page does not give it up in time.
STALL = """() => {
  IDBObjectStore.prototype.get = () => ({});
  globalThis.setInterval = () => 0;
}"""


@pytest.fixture
def contest(room: Room) -> Contest:
    room.go("ranking")
    return room.open_ranking()[0]


@pytest.fixture
def phone(room: Room, contest: Contest, browser: Browser) -> Iterator[Page]:
    with Server() as server:
        page = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
        expect(ballot_on(page, contest)).to_have_attribute("data-state", "draft")
        yield page


def tap(phone: Page, *options: int) -> None:
    for option in options:
        phone.locator(f"button[data-option='{option}']").click()


def test_taps_are_kept(phone: Page, contest: Contest) -> None:
    first, second = contest.options[:2]
    phone.evaluate(STALL)
    tap(phone, second, first)
    phone.reload()
    for place, option in enumerate((second, first), start=1):
        rank = phone.locator(f"button[data-option='{option}'] [data-rank]")
        expect(rank).to_have_text(str(place))
    ballot = ballot_on(phone, contest)
    ballot.locator("[data-send]").click()
    expect(ballot).to_have_attribute("data-state", "counted")


def test_a_sent_ballot_is_sent(phone: Page, contest: Contest) -> None:
    ballot = ballot_on(phone, contest)
    tap(phone, contest.options[0])
    expect(ballot.locator("[data-send]")).to_be_enabled()
    phone.evaluate(STALL)
    ballot.locator("[data-send]").click()
    phone.reload()
    expect(ballot).to_have_attribute("data-state", "counted")
    phone.reload()
    expect(ballot).to_have_attribute("data-state", "counted")


def test_another_person_in_the_same_tab_does_not_get_it(
    room: Room, phone: Page, contest: Contest
) -> None:
    someone_else = Visitor(room.app).holding(Role.PARTICIPANT, room.workshop_id, room.join(1)[0])
    phone.evaluate(STALL)
    tap(phone, contest.options[0])
    cookie = {"name": COOKIE, "value": cookie_of(someone_else), "url": phone.url}
    phone.context.add_cookies([cookie])  # type: ignore[list-item]
    phone.reload()
    ballot = ballot_on(phone, contest)
    expect(ballot).to_have_attribute("data-state", "draft")
    expect(ballot.locator("[aria-pressed=true]")).to_have_count(0)
