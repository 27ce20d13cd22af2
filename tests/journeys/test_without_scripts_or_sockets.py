"""Phones without working scripts or WebSockets can cast a ballot."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from polling.contests.models import Contest
from polling.core.db import reading
from tests.browser_page import context_of, opened, press
from tests.conftest import Served
from tests.ranking.phone_ballots import ballot_on
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


@pytest.fixture
def room(served: Served) -> Room:
    room = Room.of(served[1])
    room.go("lobby", "ranking")
    return room


def test_a_page_whose_scripts_did_not_arrive_is_loaded_again(
    room: Room, served: Served, browser: Browser
) -> None:
    context = context_of(browser, served[0], room.participant_visitor())
    context.route("**/static/*.js", lambda route: route.abort("internetdisconnected"))
    page = context.new_page()
    page.goto(f"{served[0].address}/w/{room.code}")
    expect(page.locator("connection-pill")).to_have_text("")
    context.unroute("**/static/*.js")
    expect(page.locator("connection-pill[data-state=online]")).to_be_visible()


def published(room: Room, contest: Contest) -> list[Any]:
    """The choices of all ballots, after the reveal."""
    room.close_and_reveal()
    with reading() as session:
        ballots = session.get_one(Contest, contest.id).result["ballots"]
        return sorted((ballot["choices"] for ballot in ballots), key=lambda one: one["ranking"])


def test_without_javascript_one_joins_wishes_and_votes(
    room: Room, served: Served, browser: Browser
) -> None:
    contest = room.contests()[0]
    page = browser.new_context(java_script_enabled=False).new_page()
    joined(page, served[0], room)
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
    assert published(room, contest) == [{"ranking": [contest.options[1]]}]


@pytest.fixture
def phones(room: Room, served: Served, browser: Browser) -> dict[str, Page]:
    """Phones behind different proxies, by what these do to WebSockets."""
    phones = {}
    for proxy in (silent, closing, one_way):
        page = phones[proxy.__name__] = browser.new_context().new_page()
        page.route_web_socket("**/socket.io/**", proxy)
        joined(page, served[0], room)
    return phones


def test_where_websockets_do_not_work_pages_follow_and_vote(
    room: Room, served: Served, browser: Browser, phones: dict[str, Page]
) -> None:
    contest = room.contests()[0]
    for name, page in phones.items():
        expect(page.locator("connection-pill[data-state=online]"), name).to_be_visible()
    path = f"/console/{room.code}/ranking"
    press(opened(browser, served[0], room.organizer_visitor(), path), "Open all")
    for option, (name, page) in zip(contest.options, phones.items(), strict=False):
        ballot = ballot_on(page, contest)
        expect(ballot, name).to_be_visible()
        ballot.locator(f"[data-option='{option}']").click()
        ballot.locator("[data-send]").click()
        expect(ballot.locator("[data-status]"), name).to_contain_text("Counted at")
    assert published(room, contest) == [{"ranking": [one]} for one in sorted(contest.options[:3])]
