"""Phones without working scripts or WebSockets can cast a ballot."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests.browser_page import opened, press
from tests.ranking.test_browser import ballot_on, published
from tests.room import Room
from tests.server import Server


def silent(_socket: WebSocketRoute) -> None:
    """A proxy that accepts WebSockets and forwards nothing."""


def closing(socket: WebSocketRoute) -> None:
    """A proxy that closes WebSockets at once."""
    socket.close()


def one_way(socket: WebSocketRoute) -> None:
    """A proxy that forwards the server's messages, but not the phone's."""
    server = socket.connect_to_server()
    socket.on_message(lambda _message: None)
    server.on_message(socket.send)


def joined(page: Page, server: Server, room: Room) -> None:
    page.goto(f"{server.address}/j/{room.code}")
    page.get_by_role("button", name="Join").click()
    page.wait_for_url(f"**/w/{room.code}")


def test_without_javascript_one_joins_wishes_and_votes(room: Room, browser: Browser) -> None:
    room.go("lobby")
    room.go("ranking")
    contest = room.contests()[0]
    with Server() as server:
        page = browser.new_context(java_script_enabled=False).new_page()
        joined(page, server, room)
        wish = page.locator("#wishes button").first
        wish.click()
        expect(page.locator("#wishes button").first).to_have_attribute("aria-pressed", "true")
        room.open_ranking()
        page.reload()
        page.get_by_role("link", name="Simple version").click()
        form = page.locator(f"#plain-{contest.id}")
        form.get_by_role("link").click()
        form.locator("select").first.select_option(f"{contest.options[1]:09}")
        form.get_by_role("button", name="Send").click()
        expect(page.get_by_text("Counted. You can still make changes.")).to_be_visible()
    assert published(room, contest) == {"ranking": [contest.options[1]]}


@pytest.mark.parametrize("proxy", [silent, closing, one_way])
def test_where_websockets_do_not_work_the_page_follows_and_votes(
    room: Room, browser: Browser, proxy: Callable[[WebSocketRoute], None]
) -> None:
    room.go("lobby")
    room.go("ranking")
    contest = room.contests()[0]
    organizer = room.organizer_visitor()
    with Server() as server:
        page = browser.new_context().new_page()
        page.route_web_socket("**/socket.io/**", proxy)
        joined(page, server, room)
        expect(page.locator("connection-pill[data-state=online]")).to_be_visible()
        console = opened(browser, server, organizer, f"/console/{room.code}/ranking")
        press(console, "Open all")
        ballot = ballot_on(page, contest)
        ballot.locator(f"[data-option='{contest.options[0]}']").click()
        ballot.locator("[data-send]").click()
        expect(ballot.locator("[data-status]")).to_contain_text("Counted at")
    assert published(room, contest) == {"ranking": [contest.options[0]]}
