"""Pages whose connection the server closes, in a browser: they reconnect, or lead to the login."""

from playwright.sync_api import Browser, expect

from polling.core.access import Role
from polling.core.db import transaction
from polling.people.actions import organizers as people
from polling.people.models import Organizer
from polling.workshop.models import Workshop
from tests.browser_page import opened, press, say_yes
from tests.conftest import Served
from tests.room import Room
from tests.visitor import Visitor

NOTE_CONNECTIONS = """() => {
  window.connections = [];
  document.addEventListener("connection", ({ detail }) => window.connections.push(detail));
}"""


def test_a_screen_whose_link_was_renewed_shows_the_workshop_no_longer(
    served: Served, browser: Browser
) -> None:
    server, app = served
    room = Room.of(app)
    room.go("lobby")
    screen = opened(browser, server, room.screen_visitor(), f"/w/{room.code}/screen")
    console = opened(browser, server, room.organizer_visitor(), f"/console/{room.code}/lobby")
    link = console.get_by_role("link", name="Open the screen")
    old = str(link.get_attribute("href"))
    press(console, "Replace link")
    expect(screen.locator("h1")).to_have_text("This page can no longer be opened")
    expect(screen.locator("main")).to_contain_text("Open your link again, or ask the organizers")
    expect(link).not_to_have_attribute("href", old)
    screen.goto(str(link.get_attribute("href")))
    expect(screen.locator("connection-pill[data-state=online]")).to_be_visible()


def test_facilitators_whose_links_were_replaced_read_what_to_do(
    served: Served, browser: Browser
) -> None:
    server, app = served
    room = Room.of(app)
    room.go("lobby")
    page = opened(browser, server, room.facilitator_visitor(), f"/w/{room.code}/facilitator")
    organizers = f"/console/{room.code}/setup?section=organizers"
    console = opened(browser, server, room.organizer_visitor(), organizers)
    press(console, "Replace all links")
    expect(page.locator("main")).to_contain_text("Open your link again, or ask the organizers")
    answer = console.get_by_text("The old links no longer work.")
    expect(answer).to_be_visible()
    console.evaluate("document.querySelector('live-page').refresh()")
    expect(answer).to_be_visible()


def test_an_organizer_of_two_workshops_stays_in_the_one_that_is_still_theirs(
    served: Served, browser: Browser
) -> None:
    server, app = served
    left, kept = Room.of(app), Room.of(app)
    with transaction() as session:
        second = people.add_organizer(session, "second@test.example").id
        for room in (left, kept):
            workshop = session.get_one(Workshop, room.workshop_id)
            people.give_workshop(session, session.get_one(Organizer, second), workshop)
    visitor = Visitor(app).holding(Role.ORGANIZER, 0, second)
    page = opened(browser, server, visitor, f"/console/{kept.code}/setup")
    page.evaluate(NOTE_CONNECTIONS)
    organizers = f"/console/{left.code}/setup?section=organizers"
    first = opened(browser, server, left.organizer_visitor(), organizers)
    first.locator("li", has_text="second@test.example").get_by_role("button").click()
    say_yes(first)
    page.wait_for_function("() => window.connections.join().startsWith('false,true')")
