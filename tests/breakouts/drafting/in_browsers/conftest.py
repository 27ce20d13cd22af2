"""A group's pages in real browsers, on the real server."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.breakouts.drafting.group_at_work import Table
from tests.breakouts.drafting.in_browsers.draft_page import PHONE, Open
from tests.conftest import Served
from tests.room import Room
from tests.server import COOKIE, cookie_of


@pytest.fixture
def table(served: Served) -> Table:
    """A separate workshop for each test."""
    return Table.of(Room.of(served[1]))


@pytest.fixture
def opened(table: Table, served: Served, browser: Browser) -> Iterator[Open]:
    """Open the page of the group's member with this index, ready to write."""
    contexts = []

    def open_page(index: int) -> Page:
        context = browser.new_context(viewport=PHONE, has_touch=True)  # type: ignore[arg-type]
        contexts.append(context)
        cookie = cookie_of(table.visitor(table.members[index]))
        context.add_cookies([{"name": COOKIE, "value": cookie, "url": served[0].address}])
        page = context.new_page()
        page.goto(f"{served[0].address}/w/{table.room.code}")
        expect(page.locator('[data-draft-status][data-state="saved"]')).to_be_attached()
        return page

    yield open_page
    for context in contexts:
        context.close()
