"""Turning pages with a clicker, and updates of the screen, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from polling.breakouts import queries as breakouts
from polling.core.access import Role
from polling.core.db import reading, transaction
from polling.presentations import actions
from polling.recommendations.sentence import sentence
from tests.breakouts.full_room import group
from tests.browser_page import opened, press, refresh, wait_for
from tests.presentations.test_comments import member, present
from tests.room import Room
from tests.server import COOKIE, Server, cookie_of
from tests.visitor import Visitor


@pytest.fixture
def server(presenting: Room) -> Iterator[Server]:
    with transaction() as session:
        actions.present(session, presenting.organizer, group(presenting, 3).id)
    with Server() as running:
        yield running


def recommendations(room: Room) -> list[str]:
    with reading() as session:
        shown = breakouts.group(session, room.workshop_id, group(room, 3).id)
        return [sentence(one) for one in breakouts.written_by(session, shown)]


def visitor(room: Room, place: int = 0) -> Visitor:
    """A member of group 1."""
    person = member(room, 1, place).participant_id
    return Visitor(room.app).holding(Role.PARTICIPANT, room.workshop_id, person or 0)


def with_a_comment(room: Room, server: Server, browser: Browser) -> Page:
    """A phone on which one has been typed for the second recommendation."""
    phone = opened(browser, server, visitor(room), f"/w/{room.code}")
    phone.add_init_script("delete globalThis.DecompressionStream")  # so it fetches its pages
    phone.reload()
    phone.locator("details[id^=commenting] > summary").nth(1).click()
    phone.locator("form.comment textarea").nth(1).fill("Who pays?")
    phone.reload()
    assert typed(phone)[:3] == ["", "Who pays?", ""]
    return phone


def typed(phone: Page) -> list[str]:
    return [one.input_value() for one in phone.locator("form.comment textarea").all()]


def test_a_clicker_turns_the_pages_and_the_screen_follows(
    presenting: Room, server: Server, browser: Browser
) -> None:
    said = recommendations(presenting)
    screen_path = f"/w/{presenting.code}/screen"
    screen = opened(browser, server, presenting.screen_visitor(), screen_path)
    tablet_path = f"/w/{presenting.code}/facilitator"
    tablet = opened(browser, server, presenting.facilitator_visitor(3), tablet_path)
    for key, shown in (("PageDown", said[0]), ("ArrowRight", said[1]), ("PageUp", said[0])):
        tablet.keyboard.press(key)
        expect(screen.locator("article h1")).to_have_text(shown)
        expect(tablet.locator(".reading [aria-current] .said").first).to_have_text(shown)


def test_the_controls_of_a_group_far_down_in_the_list_are_in_sight(
    presenting: Room, server: Server, browser: Browser
) -> None:
    path = f"/console/{presenting.code}/presentations"
    console = opened(browser, server, presenting.organizer_visitor(), path)
    console.set_viewport_size({"width": 1280, "height": 600})
    row = console.locator(".order > li").nth(10)
    row.get_by_role("button", name="Present").click()
    expect(row.get_by_text("On the screen")).to_be_attached()
    controls = console.get_by_role("region", name="Group 11 presents")
    expect(controls).to_be_focused()
    expect(controls.get_by_role("button", name="Back", exact=False).first).to_be_in_viewport()
    expect(controls.get_by_role("button", name="Next →")).to_be_in_viewport()
    expect(row.get_by_role("button")).to_have_count(0)


def test_arrow_keys_keep_their_meaning_while_writing(
    presenting: Room, server: Server, browser: Browser
) -> None:
    tablet_path = f"/w/{presenting.code}/facilitator"
    tablet = opened(browser, server, presenting.facilitator_visitor(3), tablet_path)
    tablet.locator("#own-draft > summary").click()
    tablet.locator("#own-draft textarea").first.click()
    tablet.keyboard.press("ArrowRight")
    tablet.locator("h1").first.click()
    tablet.keyboard.press("ArrowRight")
    expect(tablet.get_by_text("1 of 6")).to_be_visible()


def test_a_half_typed_comment_does_not_move_to_another_recommendation(
    presenting: Room, server: Server, browser: Browser
) -> None:
    phone = with_a_comment(presenting, server, browser)
    phone.evaluate("() => void (window.fetch = () => new Promise(() => {}))")
    with transaction() as session:
        actions.present(session, presenting.organizer, group(presenting, 4).id)
    phone.reload()
    expect(phone.get_by_text("Group 4 presents")).to_be_visible()
    assert set(typed(phone)) == {""}


def test_another_person_in_the_same_tab_does_not_get_it(
    presenting: Room, server: Server, browser: Browser
) -> None:
    phone = with_a_comment(presenting, server, browser)
    cookie = cookie_of(visitor(presenting, 1))
    phone.context.add_cookies([{"name": COOKIE, "value": cookie, "url": server.address}])
    phone.reload()
    assert set(typed(phone)) == {""}


def commented(phone: Page) -> Page:
    """The phone, with an open form in which a comment on the second text is typed."""
    if not phone.locator("details[id^=commenting]").nth(1).evaluate("one => one.open"):
        phone.locator("details[id^=commenting] > summary").nth(1).click()
    phone.locator("form.comment textarea").nth(1).fill("Who pays?")
    return phone


def send_as_question(phone: Page) -> None:
    phone.locator("form.comment").nth(1).get_by_role("button", name="Question").click()


def move_on(room: Room, phone: Page, number: int) -> None:
    present(room, number)
    refresh(phone)
    expect(phone.get_by_text(f"Group {number} presents")).to_be_visible()


def test_a_half_typed_comment_is_kept_when_another_group_presents(
    presenting: Room, server: Server, browser: Browser
) -> None:
    phone = commented(opened(browser, server, visitor(presenting), f"/w/{presenting.code}"))
    unsent = phone.locator("unsent-fields")
    expect(unsent).to_be_hidden()
    move_on(presenting, phone, 4)
    expect(unsent.get_by_role("heading", name="Not sent")).to_be_visible()
    expect(unsent.locator("li .said")).to_have_text("Who pays?")
    phone.reload()
    expect(unsent.locator("li .said")).to_have_text("Who pays?")
    move_on(presenting, phone, 3)
    expect(unsent).to_be_hidden()
    expect(phone.locator("form.comment textarea").nth(1)).to_have_value("Who pays?")
    move_on(presenting, phone, 4)
    press(phone, "Delete all")
    expect(unsent).to_be_hidden()
    move_on(presenting, phone, 3)
    assert set(typed(phone)) == {""}


def test_only_its_writer_sees_what_was_kept_in_a_tab_that_another_person_used(
    presenting: Room, server: Server, browser: Browser
) -> None:
    phone = commented(opened(browser, server, visitor(presenting), f"/w/{presenting.code}"))
    move_on(presenting, phone, 4)
    expect(phone.locator("unsent-fields li")).to_have_count(1)
    for place in (1, 0):
        cookie = cookie_of(visitor(presenting, place))
        phone.context.add_cookies([{"name": COOKIE, "value": cookie, "url": server.address}])
        phone.reload()
        expect(phone.locator("html[data-ready]")).to_be_attached()
        expect(phone.locator("unsent-fields li")).to_have_count(0 if place else 1)
        assert ("Who pays?" in phone.content()) is (place == 0)


def test_a_comment_pressed_offline_is_kept_and_may_have_arrived(
    presenting: Room, server: Server, browser: Browser
) -> None:
    phone = commented(opened(browser, server, visitor(presenting), f"/w/{presenting.code}"))
    phone.context.set_offline(True)
    send_as_question(phone)
    expect(phone.get_by_text("Nothing is lost", exact=False)).to_be_visible()
    present(presenting, 4)
    phone.context.set_offline(False)
    expect(phone.get_by_text("Group 4 presents")).to_be_visible()
    kept = phone.locator("unsent-fields li")
    expect(kept.locator(".said")).to_have_text("Who pays?")
    expect(kept).to_contain_text("Your change may have arrived.")


def test_a_comment_whose_answer_comes_after_the_page_has_moved_on_is_not_kept(
    presenting: Room, server: Server, browser: Browser
) -> None:
    phone = commented(opened(browser, server, visitor(presenting), f"/w/{presenting.code}"))
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    phone.route("**/comments", hold)
    send_as_question(phone)
    wait_for(phone, lambda: held)
    move_on(presenting, phone, 4)
    expect(phone.locator("unsent-fields li")).to_have_count(1)
    held[0].continue_()
    expect(phone.locator("unsent-fields")).to_be_hidden()
    move_on(presenting, phone, 3)
    expect(phone.locator(".own-comment")).to_contain_text("Who pays?")
    assert set(typed(phone)) == {""}
