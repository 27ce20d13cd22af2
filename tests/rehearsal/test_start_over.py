"""Starting a practice run over deletes the workshop of the page that asked for it."""

from playwright.sync_api import Browser, Page, Route, WebSocket, expect

from tests.browser_page import opened, press, wait_for
from tests.rehearsal.test_practice import practice_of
from tests.room import Room
from tests.server import Server


def refused(page: Page) -> list[bool]:
    """Becomes true once the server has refused a connection of the page.

    The page may only use WebSockets: Playwright shows what they receive.
    """
    refusals: list[bool] = []
    page.route("**/socket.io/*transport=polling*", lambda route: route.abort())

    def hear(frame: str | bytes) -> None:
        if "not-signed-in" in str(frame):
            refusals.append(True)

    def watch(socket: WebSocket) -> None:
        socket.on("framereceived", hear)

    page.on("websocket", watch)
    return refusals


def test_the_page_goes_to_the_new_run_although_its_connection_ends_first(
    room: Room, browser: Browser
) -> None:
    visitor = room.organizer_visitor()
    visitor.post(f"/console/{room.code}/practice")
    old = practice_of(room).code
    with Server() as server:
        page = opened(browser, server, visitor, f"/console/{room.code}/setup")
        refusals = refused(page)
        held: list[Route] = []
        page.route("**/practice/again", lambda route: held.append(route))  # noqa: PLW0108
        page.goto(f"{server.address}/console/{old}/lobby")
        press(page, "Start over")
        wait_for(page, lambda: held)
        answer = held[0].fetch()
        wait_for(page, lambda: refusals)
        held[0].fulfill(response=answer)
        new = practice_of(room).code
        page.wait_for_url(f"**/console/{new}/**")
        expect(page.get_by_text("0 joined")).to_be_visible()
        assert new != old
