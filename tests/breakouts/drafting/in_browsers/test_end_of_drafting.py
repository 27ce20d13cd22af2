"""Drafting ends, or a member is moved, while they write: each text is stored, or can be copied."""

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests.breakouts.drafting.group_at_work import Table
from tests.breakouts.drafting.in_browsers.draft_page import (
    Open,
    field,
    is_saved,
    status_is,
    type_at,
)
from tests.browser_page import opened, press, refresh, wait_for
from tests.conftest import Served
from tests.server import COOKIE, cookie_of


class SlowLine:
    """Between a page and the server: holds messages in one direction until they are released."""

    def __init__(self, page: Page) -> None:
        self.waiting: list[str | bytes] = []
        self._held = ""
        page.route_web_socket("**/socket.io/**", self._stand)

    def hold(self, direction: str) -> None:
        """Hold what goes to the "server" or to the "page"."""
        self._held = direction

    def release(self) -> None:
        held, self._held = self._held, ""
        for message in self.waiting:
            self._ends[held].send(message)

    def _stand(self, page: WebSocketRoute) -> None:
        server = page.connect_to_server()
        self._ends = {"page": page, "server": server}
        page.on_message(lambda message: self._forward("server", message))
        server.on_message(lambda message: self._forward("page", message))

    def _forward(self, to: str, message: str | bytes) -> None:
        if to == self._held:
            self.waiting.append(message)
        else:
            self._ends[to].send(message)


def typed_offline(table: Table, opened: Open) -> tuple[Page, int]:
    """A page, and the recommendation in which it has a text that is not sent."""
    made = table.recommend(action="open a registry")
    page = opened(0)
    page.context.set_offline(True)
    status_is(page, "offline")
    type_at(field(page, made), 15, " of owners")
    status_is(page, "offline")
    return page, made


def test_after_the_breakouts_the_text_can_be_read_and_not_written(
    table: Table, opened: Open
) -> None:
    made = table.recommend(action="open a registry")
    page = opened(0)
    table.stage("presentations")
    type_at(field(page, made), 0, "late ")
    status_is(page, "refused")
    expect(page.locator("[data-draft-status]")).to_have_text(
        "Drafting has ended. Unsent changes stay on this phone."
    )
    assert table.row(made).action == "open a registry"


def test_text_that_was_not_sent_before_drafting_ended_can_be_copied(
    table: Table, opened: Open
) -> None:
    page, made = typed_offline(table, opened)
    table.stage("presentations")
    page.context.set_offline(False)
    refresh(page)
    unsent = page.locator("unsent-draft")
    for look in range(2):
        if look:
            page.reload()
        expect(unsent).to_contain_text("These texts did not reach the draft.")
        expect(unsent.get_by_role("listitem")).to_contain_text("open a registry of owners")
        expect(unsent.get_by_role("listitem")).to_contain_text(" · should")
        expect(unsent.get_by_role("button", name="Copy")).to_be_visible()
    press(page, "Delete all")
    expect(unsent).to_be_hidden()
    assert table.row(made).action == "open a registry"


def test_text_that_was_not_sent_is_shown_in_another_tab_until_it_is_sent(
    table: Table, opened: Open
) -> None:
    page, made = typed_offline(table, opened)
    address = page.url
    page.close()
    table.stage("presentations")
    page.context.set_offline(False)
    page = page.context.new_page()
    page.goto(address)
    unsent = page.locator("unsent-draft")
    expect(unsent.get_by_role("listitem")).to_contain_text("open a registry of owners")
    table.stage("breakouts")
    refresh(page)
    is_saved(page)
    assert table.row(made).action == "open a registry of owners"
    table.stage("presentations")
    refresh(page)
    expect(page.locator("shared-draft")).to_have_count(0)
    expect(unsent).to_be_hidden()


@pytest.mark.parametrize("held", ["server", "page"], ids=["too late", "in time"])
def test_an_update_that_is_on_its_way_when_drafting_ends(
    table: Table, opened: Open, held: str
) -> None:
    made = table.recommend(action="open a registry")
    page = opened(0)
    line = SlowLine(page)
    page.reload()
    is_saved(page)
    type_at(field(page, made), 15, "")
    line.hold(held)
    page.keyboard.insert_text(" of owners")
    wait_for(page, lambda: line.waiting)
    in_time = held == "page"
    if in_time:
        wait_for(page, lambda: table.row(made).action == "open a registry of owners")
    table.stage("presentations")
    refresh(page)
    expect(page.locator("shared-draft")).to_have_count(0)
    line.release()
    unsent = page.locator("unsent-draft")
    for look in range(2):
        if look:
            page.reload()
        if in_time:
            expect(unsent).to_be_hidden()
        else:
            expect(unsent.get_by_role("listitem")).to_contain_text("open a registry of owners")
            expect(unsent.get_by_role("listitem")).to_contain_text(" · should")
    assert (table.row(made).action == "open a registry of owners") is in_time


def test_an_update_that_is_on_its_way_when_the_page_is_left_is_shown_on_the_next(
    table: Table, opened: Open
) -> None:
    made = table.recommend(action="open a registry")
    page = opened(0)
    address = page.url
    line = SlowLine(page)
    page.reload()
    is_saved(page)
    type_at(field(page, made), 15, "")
    line.hold("server")
    page.keyboard.insert_text(" of owners")
    wait_for(page, lambda: line.waiting)
    page.goto("about:blank")
    table.stage("presentations")
    again = page.context.new_page()
    again.goto(address)
    unsent = again.locator("unsent-draft").get_by_role("listitem")
    expect(unsent).to_contain_text("open a registry of owners")


def test_text_that_was_not_sent_before_its_writer_was_moved_can_be_copied(
    table: Table, opened: Open
) -> None:
    page, made = typed_offline(table, opened)
    table.seat(table.members[0], table.other_group_id)
    page.context.set_offline(False)
    refresh(page)
    unsent = page.locator("unsent-draft")
    for look in range(2):
        if look:
            page.reload()
        draft = page.locator("shared-draft")
        expect(draft).to_have_attribute("data-group", str(table.other_group_id))
        is_saved(page)
        expect(unsent).to_contain_text("These texts did not reach the draft.")
        expect(unsent.get_by_role("listitem")).to_contain_text("open a registry of owners")
        expect(unsent.get_by_role("listitem")).to_contain_text(" · should")
    table.seat(table.members[0], table.group_id)
    refresh(page)
    expect(unsent).to_be_hidden()
    is_saved(page)
    assert table.row(made).action == "open a registry of owners"


def test_letters_that_are_on_their_way_when_their_writer_is_moved_can_be_copied(
    table: Table, opened: Open
) -> None:
    made = table.recommend(action="open a registry")
    page = opened(0)
    line = SlowLine(page)
    page.reload()
    is_saved(page)
    type_at(field(page, made), 15, "")
    line.hold("server")
    page.keyboard.insert_text(" of owners")
    wait_for(page, lambda: line.waiting)
    table.seat(table.members[0], table.other_group_id)
    refresh(page)
    expect(page.locator("shared-draft")).to_have_attribute("data-group", str(table.other_group_id))
    line.release()
    unsent = page.locator("unsent-draft")
    expect(unsent.get_by_role("listitem")).to_contain_text("open a registry of owners")
    press(page, "Delete all")
    expect(unsent).to_be_hidden()
    assert table.row(made).action == "open a registry"


def test_text_that_was_not_sent_is_sent_only_by_its_writer(
    table: Table, opened: Open, served: Served
) -> None:
    page, made = typed_offline(table, opened)
    address, phone = page.url, page.context
    page.close()
    phone.set_offline(False)
    for member, stored in ((1, "open a registry"), (0, "open a registry of owners")):
        cookie = cookie_of(table.visitor(table.members[member]))
        phone.add_cookies([{"name": COOKIE, "value": cookie, "url": served[0].address}])
        page = phone.new_page()
        page.goto(address)
        is_saved(page)
        expect(field(page, made)).to_have_value(stored)
        assert table.row(made).action == stored
        page.close()


def test_texts_of_two_tabs_that_were_not_sent_before_a_move_can_be_copied(
    table: Table, opened: Open
) -> None:
    page, made = typed_offline(table, opened)
    page.context.set_offline(False)
    is_saved(page)
    tabs = [page, page.context.new_page()]
    tabs[1].goto(page.url)
    is_saved(tabs[1])
    page.context.set_offline(True)
    for tab, words in zip(tabs, ("first ", "second "), strict=True):
        status_is(tab, "offline")
        type_at(field(tab, made), 0, words)
    table.seat(table.members[0], table.other_group_id)
    page.context.set_offline(False)
    for tab in tabs:
        refresh(tab)
        expect(tab.locator("shared-draft")).to_have_attribute(
            "data-group", str(table.other_group_id)
        )
    page.reload()
    unsent = page.locator("unsent-draft").get_by_role("listitem")
    expect(unsent).to_have_count(2)
    for words in ("first", "second"):
        expect(unsent.filter(has_text=f"{words} open a registry of owners")).to_have_count(1)
    table.seat(table.members[0], table.group_id)
    refresh(page)
    is_saved(page)
    assert {"first", "second"} <= set(table.row(made).action.split())
    table.seat(table.members[0], table.other_group_id)
    refresh(page)
    expect(page.locator("unsent-draft")).to_be_hidden()


@pytest.mark.parametrize("is_added", [True, False])
def test_an_actor_who_was_not_added_is_kept_for_somebody_who_was_moved(
    table: Table, served: Served, browser: Browser, *, is_added: bool
) -> None:
    made = table.recommend(action="open a registry")
    phone = opened(browser, served[0], table.visitor(table.members[0]), f"/w/{table.room.code}")
    phone.context.set_offline(True)
    phone.locator(f"#new-actor-{made}").fill("Banks")
    if is_added:
        phone.locator(f"#new-actor-{made}").press("Enter")
        expect(phone.get_by_text("Your change did not reach the server.")).to_be_visible()
    table.seat(table.members[0], table.other_group_id)
    phone.context.set_offline(False)
    refresh(phone)
    expect(phone.locator("unsent-fields li .said")).to_have_text("Banks")
