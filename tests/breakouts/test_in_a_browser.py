"""Choosing wishes by taps and keys, and a self-sorting wall, in a real browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser_page import opened, wait_for
from tests.room import Room
from tests.server import Server
from tests.touch import Finger, middle


@pytest.fixture
def server(at_work: Room) -> Iterator[Server]:
    with Server() as running:
        yield running


def test_wishes_are_numbered_in_the_order_of_taps(
    at_work: Room, server: Server, browser: Browser
) -> None:
    at_work.go("lobby")
    phone = opened(browser, server, at_work.participant_visitor(), f"/w/{at_work.code}")
    themes = phone.locator("#wishes button")
    themes.nth(2).click()
    expect(themes.nth(2)).to_have_attribute("aria-pressed", "true")
    themes.nth(0).focus()
    phone.keyboard.press("Enter")
    expect(themes.nth(0)).to_contain_text("Choice 2:")
    themes.nth(4).click()
    expect(themes.nth(1)).to_be_disabled()
    themes.nth(2).click()
    expect(themes.nth(0)).to_contain_text("Choice 1:")
    expect(themes.nth(1)).to_be_enabled()


def test_of_two_quick_taps_none_is_lost(at_work: Room, server: Server, browser: Browser) -> None:
    at_work.go("lobby")
    phone = opened(browser, server, at_work.participant_visitor(), f"/w/{at_work.code}")
    held: list[Route] = []
    phone.route("**/wishes", lambda route: route.continue_() if held else held.append(route))
    themes = phone.locator("#wishes button")
    for tapped in (2, 0, 0):
        themes.nth(tapped).click()
    wait_for(phone, lambda: held)
    held[0].continue_()
    expect(themes.nth(2)).to_contain_text("Choice 1:")
    expect(themes.nth(0)).to_contain_text("Choice 2:")


def test_a_call_for_help_comes_first_and_nothing_half_typed_is_lost(
    at_work: Room, server: Server, browser: Browser
) -> None:
    wall = opened(
        browser, server, at_work.organizer_visitor(), f"/console/{at_work.code}/breakouts"
    )
    expect(wall.locator(".wall h2").first).to_have_text("1 · Wildlife")
    first = wall.locator(".wall > li").filter(has_text="1 · Wildlife").first
    first.get_by_text("Help this group").click()
    first.locator("textarea").fill("Half a mess")
    tablet = opened(
        browser, server, at_work.facilitator_visitor(9), f"/w/{at_work.code}/facilitator"
    )
    tablet.get_by_role("button", name="Call for help").click()
    expect(wall.locator(".wall h2").first).to_have_text("9 · Corruption")
    expect(wall.locator(".wall .tag").first).to_have_text(re.compile("^Needs help"))
    expect(first.locator("textarea")).to_have_value("Half a mess")
    expect(first.locator("textarea")).to_be_visible()


def test_a_dragged_person_shows_what_each_group_would_become_and_moves(
    at_work: Room, server: Server, browser: Browser
) -> None:
    path = f"/console/{at_work.code}/breakouts?view=people"
    console = opened(browser, server, at_work.organizer_visitor(), path)
    target = console.locator("[data-group]").nth(3)
    console.locator("[data-person] [data-handle]").first.hover()
    console.mouse.down()
    target.hover()
    expect(target.locator("[data-preview]")).to_contain_text("new size: 8")
    target.hover()
    console.mouse.up()
    expect(target.locator("[data-person]").filter(has_text="#1 ")).to_be_visible()
    expect(target.locator("[data-preview]")).to_be_hidden()


def test_a_finger_drags_a_person_too(at_work: Room, server: Server, browser: Browser) -> None:
    path = f"/console/{at_work.code}/breakouts?view=people"
    glass = opened(browser, server, at_work.organizer_visitor(), path, has_touch=True)
    finger, target = Finger(glass), glass.locator("[data-group]").nth(1)
    handle = glass.locator("[data-person] [data-handle]").first
    handle.scroll_into_view_if_needed()
    finger.down(handle)
    expect(target.locator("[data-preview]")).to_contain_text("new size: 8")
    finger.to(*middle(target.locator("h2")))
    expect(target).to_have_attribute("data-over", "")
    finger.up()
    expect(target.locator("[data-person]").filter(has_text="#1 ")).to_be_visible()


def test_forming_groups_of_an_unwanted_size_says_so_and_asks(
    at_work: Room, server: Server, browser: Browser
) -> None:
    path = f"/console/{at_work.code}/breakouts?view=form"
    console = opened(browser, server, at_work.organizer_visitor(), path)
    note = console.locator("#form-groups .notice")
    expect(note).to_be_hidden()
    themes = console.locator(".demand tbody th").all_text_contents()
    counts = [console.get_by_label(f"Groups: {theme}") for theme in themes]
    for count in counts:
        count.fill("0")
    expect(note).to_be_hidden()
    counts[0].fill("12")
    expect(note).to_contain_text(f"No group for: {', '.join(themes[1:])}.")
    expect(note).not_to_contain_text("People in each group")
    counts[0].fill("1")
    expect(note).to_contain_text("People in each group: 78. The wanted size is 6 to 8.")
    counts[1].fill("19")
    expect(note).to_contain_text("People in each group: 3–4. The wanted size is 6 to 8.")
    console.get_by_role("button", name="Form groups", exact=True).click()
    question = console.locator("#confirm p")
    expect(question).to_contain_text("People in each group: 3–4.")
    expect(question).to_contain_text("Their drafts will stay with their old groups.")
