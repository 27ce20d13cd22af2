"""A press reaches the button that was there when it began, even if the page changes."""

from playwright.sync_api import Browser, Page, expect

from tests.browser_page import opened, wait_for
from tests.room import Room
from tests.server import Server

DRAWN_TWICE = """() => new Promise((resolve) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))))"""

# Timers go on, but no time passes.
STOP_CLOCK = """() => {
  window.milliseconds = 0;
  performance.now = () => window.milliseconds;
}"""


def ranking_console(browser: Browser, server: Server, room: Room) -> Page:
    return opened(browser, server, room.organizer_visitor(), f"/console/{room.code}/ranking")


def press_again(page: Page) -> None:
    page.mouse.down()
    page.mouse.up()


def test_a_page_does_not_change_while_a_button_is_held_down(room: Room, browser: Browser) -> None:
    room.go("lobby")
    room.join(6)
    room.go("ranking")
    with Server() as server:
        page = ranking_console(browser, server, room)
        other = page.context.new_page()
        other.goto(page.url)
        opening = other.get_by_role("button", name="Open all", exact=True)
        expect(opening).to_be_enabled()
        page.get_by_role("button", name="Open all", exact=True).hover()
        page.mouse.down()
        with page.expect_response(lambda answer: "x-fragment" in answer.request.headers) as answer:
            opening.click()
        answer.value.finished()
        page.evaluate(DRAWN_TWICE)
        expect(page.get_by_role("button", name="Close all")).to_be_disabled()
        page.mouse.up()
        refusal = page.get_by_text("That is not possible right now. Reload the page.")
        expect(page.get_by_role("button", name="Close all")).to_be_enabled()
        expect(refusal).to_be_visible()
        with page.expect_response(lambda answer: "x-fragment" in answer.request.headers) as answer:
            page.evaluate("document.querySelector('live-page').refresh()")
        answer.value.finished()
        page.evaluate(DRAWN_TWICE)
        expect(refusal).to_be_visible()


def test_the_buttons_for_all_votes_keep_their_places(room: Room, browser: Browser) -> None:
    room.go("lobby")
    room.join(6)
    room.go("ranking")
    with Server() as server:
        page = ranking_console(browser, server, room)
        close = page.get_by_role("button", name="Close all")
        page.get_by_role("button", name="Open all", exact=True).click()
        expect(close).to_be_enabled()
        before = close.bounding_box()
        close.click()
        page.locator("#confirm [value=yes]").click()
        expect(page.get_by_role("button", name="Reopen all")).to_be_visible()
        after = close.bounding_box()
        assert before
        assert after
        assert abs(after["x"] - before["x"]) < 40  # “Reopen all” is slightly wider


def test_a_button_that_has_just_come_under_the_pointer_waits(room: Room, browser: Browser) -> None:
    with Server() as server:
        page, sent = revealing(room, browser, server)
        skip, replay = (page.get_by_role("button", name=name) for name in ("Show all", "Replay"))
        page.emulate_media(reduced_motion="reduce")  # or the page would scroll for a while
        for scrolls in ("PageDown", "Space", "PageUp"):
            page.keyboard.press(scrolls)
            page.evaluate(DRAWN_TWICE)
        assert sent == []
        page.evaluate("scrollTo(0, 0)")  # the next page is too short to stay further below
        skip.click()
        expect(replay).to_be_visible()
        press_again(page)
        page.evaluate(DRAWN_TWICE)
        assert len(sent) == 1
        page.evaluate("() => void (window.milliseconds += 600)")
        press_again(page)
        wait_for(page, lambda: len(sent) == 2)
        expect(skip).to_be_visible()


def test_a_finger_on_its_way_does_not_press_a_button_that_has_just_come(
    room: Room, browser: Browser
) -> None:
    with Server() as server:
        page, sent = revealing(room, browser, server, has_touch=True)
        skip, replay = (page.get_by_role("button", name=name) for name in ("Show all", "Replay"))
        place = skip.bounding_box()
        assert place
        other = page.context.new_page()
        other.goto(page.url)
        other.get_by_role("button", name="Show all").click()
        expect(replay).to_be_visible()
        page.touchscreen.tap(place["x"] + 9, place["y"] + 9)
        page.evaluate(DRAWN_TWICE)
        assert sent == []
        page.evaluate("() => void (window.milliseconds += 600)")
        page.touchscreen.tap(place["x"] + 49, place["y"] + 9)  # elsewhere: no double tap
        wait_for(page, lambda: len(sent) == 1)
        expect(skip).to_be_visible()


def revealing(
    room: Room, browser: Browser, server: Server, *, has_touch: bool = False
) -> tuple[Page, list[str]]:
    """The console during a reveal, whose clock stands still, and what it sends to turn the page."""
    room.go("lobby")
    room.join(6)
    room.go("ranking")
    console = room.organizer_visitor()
    contest = room.contests()[0]
    for step in ("open", "close", "reveal"):
        path = f"/console/{room.code}/ranking/{contest.id}/{step}"
        assert console.post(path).status_code == 200
    page = opened(browser, server, console, f"/console/{room.code}/ranking", has_touch=has_touch)
    page.evaluate(STOP_CLOCK)
    sent: list[str] = []
    turn = f"{server.address}/console/{room.code}/screen/turn"
    page.on("request", lambda request: sent.extend([turn] * (request.url == turn)))
    return page, sent
