"""A page older than the server says so, and loses nothing that was typed."""

from playwright.sync_api import Browser, Page, expect

from tests.browser_page import opened
from tests.room import Room
from tests.server import Server


def meet_a_newer_server(page: Page, server: Server) -> None:
    """Restart the server with other scripts than the page has."""
    page.locator("live-page").evaluate("page => page.dataset.build = 'older'")
    server.kill()
    server.start()


def test_an_outdated_page_says_so_and_restores_unsent_input(room: Room, browser: Browser) -> None:
    with Server() as server:
        path = f"/console/{room.code}/setup"
        page = opened(browser, server, room.organizer_visitor(), path)
        heading = page.locator("main h1").bounding_box()
        assert heading
        assert heading["y"] < 60  # what the page might say later takes no space
        field = page.locator("form[data-follow] textarea").first
        field.evaluate("field => field.closest('details').open = true")
        field.fill("Half a thought")
        meet_a_newer_server(page, server)
        page.get_by_role("button", name="Reload").click()
        expect(page.locator("live-page:not([data-build=older])")).to_be_attached()
        expect(field).to_have_value("Half a thought")
        expect(page.locator("live-page[data-outdated]")).to_have_count(0)


def test_a_refresh_does_not_make_old_scripts_look_new(room: Room, browser: Browser) -> None:
    """Without a connection, pages refresh themselves before the server greets them."""
    refresh = """async (page) => {
        page.dataset.build = "older";
        await page.refresh();
        return page.dataset.build;
    }"""
    with Server() as server:
        path = f"/console/{room.code}/setup"
        page = opened(browser, server, room.organizer_visitor(), path)
        assert page.locator("live-page").evaluate(refresh) == "older"
