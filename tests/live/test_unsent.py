"""Presses without a connection show an error, which is announced again when reconnected."""

from playwright.sync_api import Browser, Route, expect

from tests.browser_page import opened, wait_for
from tests.room import Room
from tests.server import Server

REFRESH = """() => new Promise((done) => {
  document.addEventListener("refreshed", done, { once: true });
  document.querySelector("live-page").refresh();
})"""


def test_what_did_not_arrive_is_to_be_pressed_once_more_when_the_connection_is_back(
    room: Room, browser: Browser
) -> None:
    room.go("lobby")
    with Server() as server:
        page = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
        page.get_by_text("Your answers", exact=True).click()
        page.get_by_label("Sector").select_option("Media")
        page.context.set_offline(True)
        save = page.get_by_role("button", name="Save")
        save.click()
        note = page.locator(".form-note")
        expect(note).to_contain_text("Your change did not reach the server.")
        page.context.set_offline(False)
        expect(note).to_contain_text("You are connected again.")
        expect(note).not_to_have_attribute("data-outcome", "refused")
        save.click()
        expect(note).to_have_text("Saved.")
        page.evaluate(REFRESH)
        expect(note).to_have_text("Saved.")
        expect(page.get_by_label("Sector")).to_have_value("Media")


def test_a_tap_without_text_is_not_said_to_be_kept(room: Room, browser: Browser) -> None:
    room.go("lobby")
    with Server() as server:
        page = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
        page.context.set_offline(True)
        wish = page.locator("#wishes .option").first
        wish.click()
        note = page.locator("#wishes .form-note")
        expect(note).to_contain_text("Press the button again when you are online.")
        expect(note).not_to_contain_text("Nothing is lost")
        page.context.set_offline(False)
        expect(note).to_contain_text("You are connected again.")
        expect(wish).to_have_attribute("aria-pressed", "false")
        wish.click()
        expect(wish).to_have_attribute("aria-pressed", "true")


def test_a_press_without_any_answer_ends_after_a_minute(room: Room, browser: Browser) -> None:
    room.go("lobby")
    swallowed: list[Route] = []
    with Server() as server:
        page = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
        page.get_by_text("Your answers", exact=True).click()
        page.route(
            lambda _url: True,
            lambda route: swallowed.append(route) if is_form(route) else route.continue_(),
        )
        page.clock.install()
        page.get_by_role("button", name="Save").click()
        wait_for(page, lambda: swallowed)
        expect(page.locator("form[aria-busy=true]")).to_have_count(1)
        page.clock.fast_forward(61_000)
        expect(page.locator("form[aria-busy=true]")).to_have_count(0)
        note = page.locator(".form-note")
        expect(note).to_have_attribute("data-outcome", "refused")
        expect(note).to_contain_text("Your change may have arrived.")


def is_form(route: Route) -> bool:
    """Whether it is a form, not a message over a socket."""
    headers = route.request.headers
    return route.request.method == "POST" and headers.get("accept") == "application/json"


def test_no_word_of_the_connection_moves_what_people_tap(room: Room, browser: Browser) -> None:
    room.go("lobby")
    with Server() as server:
        page = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
        page.set_viewport_size({"width": 360, "height": 740})
        heading = page.get_by_role("heading", name="You have joined")
        before = heading.bounding_box()
        page.context.set_offline(True)
        expect(page.locator("connection-pill")).to_have_attribute("data-state", "offline")
        assert heading.bounding_box() == before
