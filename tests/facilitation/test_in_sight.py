"""The organizers' message and the running timer stay visible on phones, and cover nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from polling.core.db import transaction
from polling.facilitation.actions import send_message, set_clock
from polling.workshop.models import Workshop
from tests.browser_page import opened
from tests.room import Room
from tests.server import Server

SMALL: ViewportSize = {"width": 320, "height": 568}
EVENT = "Regional dialogue on migration and cyber-enabled crime in the Mekong"
SAID = "Coffee is served upstairs."


@pytest.fixture
def server(room: Room) -> Iterator[Server]:
    room.go("lobby", "ranking")
    with Server() as running:
        yield running


def tell(room: Room, text: str = SAID) -> None:
    with transaction() as session:
        send_message(session, room.organizer, text, None)


def start_clock(room: Room, scope: str = "stage") -> None:
    with transaction() as session:
        set_clock(session, room.organizer, scope=scope, action="start", seconds=300)


def phone(room: Room, server: Server, browser: Browser) -> Page:
    page = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
    page.set_viewport_size(SMALL)
    return page


def scroll_to_end(page: Page) -> None:
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    assert page.evaluate("scrollY") > 0


def box(what: Locator) -> tuple[float, float]:
    """The top and bottom of an element, in the window."""
    found = what.bounding_box()
    assert found
    return found["y"], found["y"] + found["height"]


def test_a_message_and_the_clock_stay_when_the_page_is_scrolled(
    room: Room, server: Server, browser: Browser
) -> None:
    room.open_ranking()
    tell(room)
    start_clock(room)
    page = phone(room, server, browser)
    scroll_to_end(page)
    expect(page.get_by_text(SAID)).to_be_in_viewport(ratio=1)
    expect(page.locator(".standing count-down")).to_be_in_viewport(ratio=1)
    assert box(page.locator(".standing"))[1] < SMALL["height"] / 8


def test_a_long_message_takes_no_more_room_until_it_is_opened(
    room: Room, server: Server, browser: Browser
) -> None:
    room.open_ranking()
    tell(room, f"{SAID} " * 15)
    page = phone(room, server, browser)
    assert box(page.locator(".standing"))[1] < SMALL["height"] / 4
    page.locator(".standing summary").click()
    scroll_to_end(page)
    _, end = box(page.locator(".standing"))
    assert SMALL["height"] / 4 < end < SMALL["height"] / 2


def test_the_timer_of_a_vote_stays_with_the_task(
    room: Room, server: Server, browser: Browser
) -> None:
    contest = room.open_ranking()[0]
    start_clock(room, f"contest:{contest.id}")
    tell(room)
    page = phone(room, server, browser)
    scroll_to_end(page)
    task = page.locator("section:not([hidden]) > .task")
    expect(task.locator("count-down")).to_be_in_viewport(ratio=1)
    assert box(task)[0] == box(page.locator(".standing"))[1]


def test_whatever_gets_the_focus_lies_between_what_stays(
    room: Room, server: Server, browser: Browser
) -> None:
    contest = room.open_ranking()[0]
    start_clock(room, f"contest:{contest.id}")
    tell(room)
    page = phone(room, server, browser)
    scroll_to_end(page)
    options = page.locator("section:not([hidden]) [data-option]")
    task, send = (page.locator(f"section:not([hidden]) {part}") for part in ("> .task", ".send"))
    there = range(options.count())
    for at in [*reversed(there), *there]:
        options.nth(at).focus()
        start, end = box(options.nth(at))
        assert box(task)[1] <= start
        assert end <= box(send)[0]


def test_a_long_event_name_is_readable_next_to_a_timer(
    room: Room, server: Server, browser: Browser
) -> None:
    with transaction() as session:
        session.get_one(Workshop, room.workshop_id).event = EVENT
    start_clock(room)
    page = phone(room, server, browser)
    name = page.locator("header strong")
    expect(name).to_have_text(EVENT)
    assert name.evaluate("one => one.scrollWidth <= one.clientWidth || !one.clientWidth")
    assert name.evaluate("one => getComputedStyle(one).whiteSpace") == "normal"
    assert page.evaluate("document.documentElement.scrollWidth") == SMALL["width"]


def test_nothing_is_shown_without_a_message(room: Room, server: Server, browser: Browser) -> None:
    page = phone(room, server, browser)
    start, end = box(page.locator(".standing"))
    assert start == end
