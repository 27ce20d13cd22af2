"""Writing an idea on a phone in a real browser: long text, Enter, and a lost response."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from polling.documents.store import forget_all
from tests.breakouts.drafting.group_at_work import Table
from tests.breakouts.ideas.test_ideas import lead, write
from tests.browser_page import opened, refresh, wait_for
from tests.prepared_rooms import Prepared
from tests.room import Room
from tests.server import Server

LONG = ("a registry of recruiters that every worker can look up before paying " * 4)[:280]
UNSENT = "Not sent yet. Keep this page open; it will be sent when you are online."


@pytest.fixture
def table(room: Room, prepared: Prepared) -> Table:
    forget_all()
    return prepared.get(Table.of, room)


@pytest.fixture
def phone(table: Table, browser: Browser) -> Iterator[Page]:
    lead(table, "begin")
    with Server() as server:
        page = opened(browser, server, table.visitor(table.members[0]), f"/w/{table.room.code}")
        yield page
        page.context.close()


def field(phone: Page) -> Locator:
    return phone.locator("#idea-text")


def height(what: Locator) -> float:
    found = what.bounding_box()
    assert found
    return found["height"]


def test_the_field_grows_with_the_idea_and_survives_a_reload(phone: Page) -> None:
    before = height(field(phone))
    field(phone).fill(LONG)
    assert height(field(phone)) > 2 * before
    assert field(phone).evaluate("one => one.scrollHeight <= one.clientHeight + 1")
    phone.reload()
    expect(field(phone)).to_have_value(LONG)


def test_the_remaining_characters_are_shown_when_few_are_left(phone: Page) -> None:
    count = phone.locator("#new-idea .hint")
    field(phone).fill("short")
    expect(count).to_have_text("")
    field(phone).fill(LONG)
    expect(count).to_have_text(f"{len(LONG)} / 300")
    field(phone).press("Enter")
    expect(field(phone)).to_have_value("")
    expect(count).to_have_text("")


def test_enter_sends_it_and_shift_enter_does_not(table: Table, phone: Page) -> None:
    field(phone).fill("one")
    field(phone).press("Shift+Enter")
    field(phone).press_sequentially("two")
    field(phone).press("Enter")
    expect(phone.locator("#ideas li .said")).to_have_text("one two")
    expect(field(phone)).to_be_focused()


def lose_the_answer(route: Route) -> None:
    route.fetch()
    route.abort()


def test_a_note_that_it_did_not_arrive_goes_when_the_page_shows_it(
    table: Table, phone: Page
) -> None:
    phone.route("**/ideas", lose_the_answer)
    field(phone).fill("a register")
    field(phone).press("Enter")
    expect(phone.locator("#ideas li .said")).to_have_text("a register")
    expect(phone.get_by_text(UNSENT)).to_have_count(0)
    expect(field(phone)).to_have_value("")


def test_it_goes_although_the_page_has_shown_the_idea_before(table: Table, phone: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        route.fetch()
        held.append(route)

    phone.route("**/ideas", hold)
    field(phone).fill("a register")
    field(phone).press("Enter")
    expect(phone.locator("#ideas li .said")).to_have_text("a register")
    wait_for(phone, lambda: held)
    held[0].abort()
    expect(field(phone)).to_have_value("")
    expect(phone.get_by_text(UNSENT)).to_have_count(0)


def test_it_stays_as_long_as_the_page_does_not_show_it(table: Table, phone: Page) -> None:
    phone.route("**/ideas", lambda route: route.abort())
    field(phone).fill("a register")
    field(phone).press("Enter")
    expect(phone.get_by_text(UNSENT)).to_be_visible()
    write(table, 1, "something else")
    lead(table, "next")
    phone.evaluate("() => document.querySelector('live-page').refresh()")
    expect(phone.get_by_text("something else")).to_be_visible()
    expect(phone.get_by_text(UNSENT)).to_be_visible()
    expect(field(phone)).to_have_value("a register")
    phone.unroute("**/ideas")
    phone.get_by_role("button", name="Add idea").click()
    expect(phone.get_by_text(UNSENT)).to_have_count(0)


def press_offline(phone: Page) -> None:
    phone.context.set_offline(True)
    field(phone).fill("a register")
    field(phone).press("Enter")
    expect(phone.get_by_text(UNSENT)).to_be_visible()


def test_an_idea_written_offline_is_sent_when_the_phone_is_online_again(
    table: Table, phone: Page
) -> None:
    press_offline(phone)
    phone.context.set_offline(False)
    expect(phone.locator("#ideas li .said")).to_have_text("a register")
    expect(field(phone)).to_have_value("")
    expect(phone.get_by_text(UNSENT)).to_have_count(0)


def test_it_is_also_sent_if_the_page_was_reloaded_meanwhile(table: Table, phone: Page) -> None:
    phone.route("**/ideas", lambda route: route.abort())
    field(phone).fill("a register")
    field(phone).press("Enter")
    expect(phone.get_by_text(UNSENT)).to_be_visible()
    phone.unroute("**/ideas")
    phone.reload()
    expect(phone.locator("#ideas li .said")).to_have_text("a register")
    expect(field(phone)).to_have_value("")


def test_a_reloaded_page_does_not_send_what_was_typed_since(table: Table, phone: Page) -> None:
    sent: list[str] = []

    def refuse(route: Route) -> None:
        sent.append(route.request.url)
        route.abort()

    phone.route("**/ideas", refuse)
    field(phone).fill("a register")
    field(phone).press("Enter")
    expect(phone.get_by_text(UNSENT)).to_be_visible()
    field(phone).press_sequentially(" of")
    before = len(sent)
    phone.reload()
    expect(field(phone)).to_have_value("a register of")
    refresh(phone)
    assert len(sent) == before
    expect(phone.locator("#ideas li")).to_have_count(0)


def test_an_idea_that_arrived_is_not_sent_again_by_a_reloaded_page(
    table: Table, phone: Page
) -> None:
    sent: list[Route] = []

    def hold(route: Route) -> None:
        route.fetch()
        sent.append(route)

    phone.route("**/ideas", hold)
    field(phone).fill("a register")
    field(phone).press("Enter")
    expect(phone.locator("#ideas li .said")).to_have_text("a register")
    phone.reload()
    expect(phone.locator("#ideas li .said")).to_have_text("a register")
    expect(field(phone)).to_have_value("")
    assert len(sent) == 1


def move_on(table: Table, phone: Page, to: str) -> None:
    """Let the facilitator begin or end the ideas, and the page show it."""
    lead(table, to)
    refresh(phone)


def test_an_unsent_idea_is_kept_when_the_facilitator_ends_the_ideas(
    table: Table, phone: Page
) -> None:
    unsent = phone.locator("unsent-fields")
    field(phone).fill("a register")
    move_on(table, phone, "end")
    expect(unsent.locator("li .said")).to_have_text("a register")
    move_on(table, phone, "begin")
    expect(field(phone)).to_have_value("a register")
    expect(unsent).to_be_hidden()
    field(phone).press("Enter")
    expect(phone.locator("#ideas li .said")).to_have_text("a register")
    expect(field(phone)).to_have_value("")
    move_on(table, phone, "end")
    expect(field(phone)).to_have_count(0)
    expect(unsent).to_be_hidden()


def test_an_idea_that_was_queued_offline_is_kept_after_a_reload(table: Table, phone: Page) -> None:
    press_offline(phone)
    lead(table, "end")
    phone.context.set_offline(False)
    phone.reload()
    expect(phone.locator("unsent-fields li .said")).to_have_text("a register")


def test_an_idea_whose_answer_was_lost_does_not_come_back_as_unsent(
    table: Table, phone: Page
) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    phone.route("**/ideas", hold)
    field(phone).fill("a register")
    field(phone).press("Enter")
    wait_for(phone, lambda: held)
    held[0].fetch()
    move_on(table, phone, "end")
    expect(phone.locator("unsent-fields li")).to_contain_text("Your change may have arrived.")
    held[0].abort()
    move_on(table, phone, "begin")
    expect(phone.locator("#ideas li .said")).to_have_text("a register")
    expect(field(phone)).to_have_value("")
    expect(phone.locator("unsent-fields")).to_be_hidden()
