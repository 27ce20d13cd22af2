"""The library for shared documents is only loaded on pages where people write."""

from playwright.sync_api import Browser, expect

from tests.breakouts.drafting.group_at_work import Table
from tests.browser_page import opened
from tests.conftest import Served
from tests.room import Room

LOADED = "performance.getEntriesByType('resource').map(({ name }) => name.split('/').at(-1))"


def test_the_library_comes_with_the_draft(served: Served, browser: Browser) -> None:
    table = Table.of(Room.of(served[1]))
    table.recommend(action="open a registry")
    table.stage("lobby")
    phone = opened(browser, served[0], table.visitor(table.members[0]), f"/w/{table.room.code}")
    in_the_lobby = phone.evaluate(LOADED)
    assert any(name.startswith("participant-") for name in in_the_lobby)
    assert not any(name.startswith("draft-page") for name in in_the_lobby)
    table.stage("breakouts")
    phone.reload()
    expect(phone.locator('[data-draft-status][data-state="saved"]')).to_be_attached()
    assert any(name.startswith("draft-page") for name in phone.evaluate(LOADED))
