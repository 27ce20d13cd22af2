"""Answering whether two recommendations may be merged, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.breakouts.duplicates.mergers import OTHER_TEXT, answer, propose, seen_of, state
from tests.browser_page import opened
from tests.room import Room
from tests.server import Server


@pytest.fixture
def server(at_work: Room) -> Iterator[Server]:
    with Server() as running:
        yield running


def test_a_late_page_shows_the_new_text_before_it_takes_an_answer(
    alike: tuple[Room, int, int], server: Server, browser: Browser
) -> None:
    room, first, second = alike
    merging = propose(room, first, second)
    visitor = room.facilitator_visitor(1)
    tablet = opened(browser, server, visitor, f"/w/{room.code}/facilitator")
    card = tablet.locator(f"#merging-{merging}")
    agree = card.get_by_role("button", name="We agree")
    expect(agree).to_be_visible()
    propose(room, first, second, OTHER_TEXT, seen_of(room, merging))
    answer(room, 2, merging, True)
    agree.click()
    note = card.locator(".form-note")
    expect(note).to_contain_text("Read it again, then answer.")
    expect(note).to_contain_text(OTHER_TEXT)
    expect(note).to_contain_text("Issue: ")
    assert state(room, merging) == "asked"
    expect(card.get_by_text("New text:").locator("+ .said")).to_contain_text(OTHER_TEXT)
    expect(note).to_be_visible()  # the reason why the press was in vain
    agree.click()
    expect(card).to_have_count(0)
    assert state(room, merging) == "merged"
