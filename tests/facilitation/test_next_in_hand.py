"""The console with the keyboard: focus is kept after pressing a button."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from polling.core.db import transaction
from polling.final_vote import actions as final_vote
from tests.browser_page import opened
from tests.conftest import Served
from tests.final_vote import raters
from tests.final_vote.conftest import choose_two_stages, draft
from tests.room import Room
from tests.screen.shown_results import show_whole
from tests.server import Server

TOP = "element => element.getBoundingClientRect().top"
PAUSE_MS = 800  # of a person who has seen the new button under the key


@pytest.fixture
def server(served: Served) -> Server:
    return served[0]


@pytest.fixture
def ranking(served: Served) -> Room:
    """Three people at the ranking."""
    room = Room.of(served[1])
    room.go("lobby")
    room.join(3)
    room.go("ranking")
    return room


@pytest.fixture
def two(served: Served) -> Room:
    """A room before the first of two stages of the final vote."""
    room = Room.of(served[1])
    draft(room)
    choose_two_stages(room)
    return room


def begun(browser: Browser, server: Server, room: Room, stage: str) -> Page:
    """The console at this stage, with a clock that `press` turns on."""
    page = opened(browser, server, room.organizer_visitor(), f"/console/{room.code}/{stage}")
    page.clock.install()
    return page


def press(page: Page) -> None:
    """Press after a pause, once the last press is answered."""
    expect(page.locator("form[aria-busy=true]")).to_have_count(0)
    page.clock.fast_forward(PAUSE_MS)
    page.keyboard.press("Enter")


def test_from_opening_to_the_reveal_without_looking_for_the_next_button(
    ranking: Room, server: Server, browser: Browser
) -> None:
    page = begun(browser, server, ranking, "ranking")
    page.get_by_role("button", name="Open all", exact=True).focus()
    press(page)
    expect(page.get_by_role("button", name="Close all", exact=True).first).to_be_focused()
    press(page)
    expect(page.locator("#confirm p")).to_contain_text(
        "Missing ballots (one per person and theme): 18"
    )
    page.locator("#confirm [value=yes]").press("Enter")
    expect(page.get_by_role("button", name="Reveal", exact=True).first).to_be_focused()
    press(page)
    page.locator("#confirm [value=yes]").press("Enter")
    expect(page.locator(".pill", has_text="On the screen")).to_be_visible()


def test_through_both_stages_of_the_final_vote(two: Room, server: Server, browser: Browser) -> None:
    page = begun(browser, server, two, "final_vote")
    page.get_by_role("button", name="Open first stage").focus()
    press(page)
    expect(page.get_by_role("button", name="Close first stage")).to_be_focused()
    raters.rate_by_taste(two)
    press(page)
    expect(in_head(page, "Choose finalists")).to_be_focused()
    press(page)
    page.locator("#confirm [value=yes]").press("Enter")
    expect(in_head(page, "Confirm finalists")).to_be_focused()
    for words in ("Open second stage", "Close second stage", "Reveal"):
        press(page)
        expect(in_head(page, words)).to_be_focused()


def in_head(page: Page, words: str) -> Locator:
    return page.locator(".head").get_by_role("button", name=words, exact=True)


def test_holding_the_key_down_does_not_press_what_comes_next(
    ranking: Room, server: Server, browser: Browser
) -> None:
    path = f"/console/{ranking.code}/ranking"
    page = opened(browser, server, ranking.organizer_visitor(), path)
    posts: list[str] = []
    page.on("request", lambda sent: posts.extend([sent.url] if sent.method == "POST" else []))
    page.get_by_role("button", name="Open all", exact=True).focus()
    page.keyboard.down("Enter")
    close = page.get_by_role("button", name="Close all", exact=True)
    expect(close).to_be_focused()
    for _repeated in range(5):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    page.evaluate("document.querySelector('live-page').refresh()")
    assert [urlsplit(url).path.rpartition("/")[2] for url in posts] == ["open"]


def test_a_click_far_below_leaves_the_page_where_it_is(
    two: Room, server: Server, browser: Browser
) -> None:
    raters.open_first(two)
    raters.vote_on_finalists(two)
    with transaction() as session:
        final_vote.reveal_overall(session, two.organizer)
        show_whole(session, two.organizer)
    page = opened(browser, server, two.organizer_visitor(), f"/console/{two.code}/final_vote")
    # A low window does not end at the bottom of the page, where nothing could scroll further.
    page.set_viewport_size({"width": 1280, "height": 400})
    button = page.get_by_role("button", name="Show on screen").last
    button.click()
    assert page.evaluate("scrollY") > 0
    card = page.locator(".cards > section").last
    before = card.evaluate(TOP)
    expect(page.locator(".cards .pill", has_text="On the screen")).to_be_visible()
    assert abs(card.evaluate(TOP) - before) < 1  # browsers scroll by whole pixels
