"""Login forms: errors appear next to the form, and the input is kept."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.room import PASSWORD, Room
from tests.server import Server
from tests.visitor import Visitor


def stranger(browser: Browser, server: Server, path: str) -> Page:
    page = browser.new_page()
    page.goto(server.address + path)
    return page


def test_a_wrong_code_is_reported_next_to_it_and_can_be_corrected(
    room: Room, browser: Browser
) -> None:
    room.go("lobby")
    with Server() as server:
        page = stranger(browser, server, "/")
        code = page.get_by_label("Join code")
        code.fill("000 000")
        code.press("Enter")
        expect(page.get_by_text("There is no workshop with this code.")).to_be_visible()
        expect(code).to_have_value("000 000")
        code.fill(room.code)
        code.press("Enter")
        expect(page).to_have_url(f"{server.address}/j/{room.code}")


def test_who_joins_without_a_network_has_joined_when_it_is_back(
    room: Room, browser: Browser
) -> None:
    room.go("lobby")
    with Server() as server:
        page = stranger(browser, server, f"/j/{room.code}")
        page.set_viewport_size({"width": 360, "height": 640})
        expect(page.get_by_role("button", name="Tiếng Việt")).to_be_in_viewport()
        page.context.set_offline(True)
        page.get_by_role("button", name="Join").click()
        expect(page.get_by_text("Your change did not reach the server.")).to_be_visible()
        page.context.set_offline(False)
        expect(page).to_have_url(f"{server.address}/w/{room.code}")


AGAIN = """() => {
  let isAgain = false;
  document.addEventListener("submit", () => (isAgain = true));
  dispatchEvent(new Event("online"));
  return isAgain;
}"""


def test_a_join_form_that_may_have_arrived_is_not_sent_again(room: Room, browser: Browser) -> None:
    room.go("lobby")
    with Server() as server:
        page = stranger(browser, server, f"/j/{room.code}")
        page.route("**/j/*", lambda route: route.abort())
        page.get_by_role("button", name="Join").click()
        expect(page.get_by_text("Your change did not reach the server.")).to_be_visible()
        assert not page.evaluate(AGAIN)


@pytest.mark.parametrize("path", ["/j/00000000", "/no-such-page"])
def test_a_wrong_address_asks_for_the_code(room: Room, browser: Browser, path: str) -> None:
    room.go("lobby")
    with Server() as server:
        page = stranger(browser, server, path)
        code = page.get_by_label("Join code")
        code.fill(room.code)
        code.press("Enter")
        expect(page).to_have_url(f"{server.address}/j/{room.code}")


def test_a_wrong_password_leaves_the_address(room: Room, browser: Browser) -> None:
    room.organizer_visitor()
    with Server() as server:
        page = stranger(browser, server, "/login")
        page.get_by_label("E-mail").fill("organizer@test.example")
        page.get_by_label("Password").fill("a wrong password")
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_text("Wrong e-mail or password")).to_be_visible()
        expect(page.get_by_label("E-mail")).to_have_value("organizer@test.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        expect(page).to_have_url(f"{server.address}/console/")


def test_who_is_logged_in_is_not_asked_again(room: Room) -> None:
    assert room.organizer_visitor().get("/login").request.path == "/console/"
    assert Visitor(room.app).get("/login").request.path == "/login"
