"""A server that is slow, but sends something, keeps its connections."""

from playwright.sync_api import Browser, WebSocketRoute

from tests.browser_page import context_of, opened_in, wait_for
from tests.room import Room
from tests.server import Server

WATCH = """
globalThis.changes = [];
document.addEventListener("connection", ({ detail }) => changes.push(detail));
dispatchEvent(new Event("pageshow"));
"""


def test_a_page_that_wakes_up_keeps_a_connection_on_which_it_hears_something(
    room: Room, browser: Browser
) -> None:
    room.go("lobby")
    asked: list[str] = []

    def answer_without_the_time(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def forward(message: str | bytes) -> None:
            if isinstance(message, str) and '"clock"' in message:
                asked.append(message)
                socket.send('42["online",{"people":1}]')
            else:
                server.send(message)

        socket.on_message(forward)

    with Server() as server:
        context = context_of(browser, server, room.participant_visitor())
        context.clock.install()
        context.route_web_socket("**/socket.io/**", answer_without_the_time)
        page = opened_in(context, f"{server.address}/w/{room.code}")
        wait_for(page, lambda: len(asked) == 1)
        page.evaluate(WATCH)
        wait_for(page, lambda: len(asked) == 2)
        page.clock.fast_forward(10_000)
        assert page.evaluate("changes") == []
