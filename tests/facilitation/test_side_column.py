"""The console's side column has room for all its entries."""

from playwright.sync_api import Browser, ViewportSize

from polling.breakouts import actions
from polling.core.db import transaction
from tests.breakouts.drafting.group_at_work import Table
from tests.browser_page import opened
from tests.conftest import Served
from tests.room import Room

LAPTOP: ViewportSize = {"width": 1280, "height": 800}


def test_all_entries_are_in_sight_on_a_laptop_also_during_a_call_for_help(
    served: Served, browser: Browser
) -> None:
    table = Table.of(Room.of(served[1]))
    with transaction() as session:
        actions.call_help(session, table.facilitator(), wanted=True)
    room = table.room
    page = opened(browser, served[0], room.organizer_visitor(), f"/console/{room.code}/breakouts")
    page.set_viewport_size(LAPTOP)
    column = page.locator("nav.stages")
    assert column.evaluate("one => one.scrollHeight - one.clientHeight") <= 0
