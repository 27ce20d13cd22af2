"""A message to everybody appears next to the screen's content, and disappears again."""

import pytest
from playwright.sync_api import Browser, Page, expect

from polling.breakouts.queries import groups
from polling.core.db import reading, transaction
from polling.facilitation.actions import send_message
from tests.browser_page import opened
from tests.final_vote import electorate
from tests.final_vote.conftest import drafted
from tests.room import Room
from tests.server import Server
from tests.visitor import mark_in

__all__ = ["drafted"]
PROJECTOR = {"width": 1920, "height": 1080}
LONG = "Coffee is served upstairs, in the hall behind the registration desk. " * 3


def tell(room: Room, text: str = LONG) -> None:
    with transaction() as session:
        send_message(session, room.organizer, text, None)


def screen(browser: Browser, server: Server, room: Room) -> Page:
    page = opened(browser, server, room.screen_visitor(), f"/w/{room.code}/screen")
    page.set_viewport_size(PROJECTOR)  # type: ignore[arg-type]
    page.locator(".message").wait_for()
    return page


def height(page: Page) -> int:
    found: int = page.evaluate("document.documentElement.scrollHeight")
    return found


def test_a_message_leaves_the_code_to_join_on_the_screen(room: Room, browser: Browser) -> None:
    room.go("lobby")
    tell(room)
    with Server() as server:
        page = screen(browser, server, room)
        assert height(page) <= PROJECTOR["height"] + 1  # fractions of a pixel are rounded up
        message, code = (page.locator(part).bounding_box() for part in (".message", ".screen-code"))
        assert message
        assert code
        assert message["y"] + message["height"] < code["y"]


def test_a_message_leaves_a_whole_result_on_the_screen(room: Room, browser: Browser) -> None:
    room.go("lobby")
    room.join(4)
    room.go("ranking")
    for contest in room.open_ranking():  # all are tied: the longest result there is
        for place, person in enumerate(room.participants):
            room.cast(person, contest.id, {"ranking": [contest.options[place]]})
    room.close_and_reveal()
    tell(room)
    with Server() as server:
        page = screen(browser, server, room)
        message, results = (
            page.locator(part).bounding_box() for part in (".message", ".result-list")
        )
        assert message
        assert results
        assert message["y"] + message["height"] <= results["y"]
        assert height(page) <= PROJECTOR["height"] + 1  # fractions of a pixel are rounded up


def test_it_ends_with_the_stage(room: Room) -> None:
    room.go("lobby")
    phone = room.participant_visitor()
    tell(room, "Lunch is at half past twelve")
    assert "Lunch is at" in phone.get(f"/w/{room.code}").text
    room.go("ranking")
    assert "Lunch is at" not in phone.get(f"/w/{room.code}").text


def test_the_organizer_sees_it_and_takes_it_down(room: Room) -> None:
    room.go("lobby")
    phone, organizer = room.participant_visitor(), room.organizer_visitor()
    tell(room, "Lunch is at half past twelve")
    console = f"/console/{room.code}/lobby"
    assert "Shown to everybody: “Lunch is at half past twelve”" in organizer.get(console).text
    seen = mark_in(organizer.get(console).text, 'id="said"')
    assert organizer.post(f"/console/{room.code}/message/end", {"seen": seen}).status_code == 200
    for page in (phone.get(f"/w/{room.code}"), organizer.get(console)):
        assert "Lunch is at" not in page.text


def test_a_message_is_replaced_or_removed_only_by_those_who_have_seen_it(room: Room) -> None:
    room.go("lobby")
    phone, organizer = room.participant_visitor(), room.organizer_visitor()
    tell(room, "Lunch is at half past twelve")
    seen = mark_in(organizer.get(f"/console/{room.code}/lobby").text, 'id="said"')
    with transaction() as session:
        send_message(session, room.organizer, "Leave the building now", None, seen=seen)
    path, stale = f"/console/{room.code}/message", {"seen": seen}
    refusal = organizer.post(path, stale | {"text": "Lunch is ready"})
    assert refusal.status_code == 409
    error = refusal.json["error"]  # type: ignore[index]
    assert error["problems"][0]["message"] == "Current text: “Leave the building now”"
    assert organizer.post(f"{path}/end", stale).status_code == 409
    assert "Leave the building now" in phone.get(f"/w/{room.code}").text
    again = {"text": "Lunch is ready", "seen": error["seen"]}
    for _press in ("its answer is lost", "so it is sent again"):
        assert organizer.post(path, again).status_code == 200
    assert "Lunch is ready" in phone.get(f"/w/{room.code}").text


def test_hiding_the_message_to_everybody_keeps_that_to_a_group(room: Room) -> None:
    room.go("lobby")
    with reading() as session:
        group = groups(session, room.workshop_id)[0]
    with transaction() as session:
        send_message(session, room.organizer, "Your table has moved", group.id)
    room.organizer_visitor().post(f"/console/{room.code}/message/end", {"seen": ""})
    tablet = room.facilitator_visitor(group.number)
    assert "Your table has moved" in tablet.get(f"/w/{room.code}/facilitator").text


@pytest.mark.parametrize("stage", ["setup", "ranking", "breakouts", "final_vote"])
def test_on_a_laptop_the_organizer_need_not_scroll_to_tell_everybody(
    drafted: Room, browser: Browser, stage: str
) -> None:
    """With the longest list of blockers open above it, and a message already shown."""
    electorate.open_final_vote(drafted)
    tell(drafted, "Coffee is upstairs.")
    organizer = drafted.organizer_visitor()
    with Server() as server:
        page = opened(browser, server, organizer, f"/console/{drafted.code}/{stage}")
        page.set_viewport_size({"width": 1280, "height": 800})
        page.evaluate(
            "document.querySelectorAll('nav details').forEach((one) => (one.open = true))"
        )
        page.locator("#say summary").click()
        expect(page.locator("#say summary")).to_be_in_viewport(ratio=1)
        page.locator("#say summary").click()
        expect(page.get_by_role("textbox", name="Message")).to_be_in_viewport(ratio=1)
        send = page.get_by_role("button", name="Send")
        expect(send).to_be_in_viewport(ratio=1)
        above, below = send.bounding_box(), page.get_by_role("link", name="Log").bounding_box()
        assert above
        assert below
        assert below["y"] - above["y"] - above["height"] >= 8
