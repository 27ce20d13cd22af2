"""A live page in a real browser: whatever it is busy with, it ends with what the server has."""

from playwright.sync_api import Browser, expect

from tests.browsing import opened
from tests.room import Room
from tests.server import Server

# From here on the page's answers arrive when `arrive` is called, however old they are by then.
HOLD_ANSWERS = """() => {
  const plain = window.fetch;
  let toldOfAnswer;
  window.answered = new Promise((resolve) => (toldOfAnswer = resolve));
  const held = new Promise((resolve) => (window.arrive = resolve));
  window.fetch = async (...asked) => {
    const answer = await plain(...asked);
    const text = await answer.text();
    toldOfAnswer();
    await held;
    return new Response(text);
  };
}"""


TELL = """async ([path, text]) => {
  const token = document.querySelector("meta[name=csrf-token]").content;
  const body = new URLSearchParams({ text });
  const headers = { "X-CSRFToken": token, Accept: "application/json" };
  return (await fetch(path, { method: "POST", headers, body })).ok;
}"""


def test_a_change_that_comes_while_a_page_is_fetched_is_not_missed(
    room: Room, browser: Browser
) -> None:
    room.go("lobby")
    with Server() as server:
        desk = opened(browser, server, room.organizer_visitor(), f"/console/{room.code}/lobby")
        phone = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
        with phone.expect_websocket() as socket:
            phone.reload()
        expect(phone.locator("connection-pill[data-state=online]")).to_be_visible()
        phone.evaluate(HOLD_ANSWERS)
        address = f"/console/{room.code}/message"
        assert desk.evaluate(TELL, [address, "The first message"])
        phone.evaluate("window.answered")
        with socket.value.expect_event("framereceived", lambda frame: '"changed"' in str(frame)):
            assert desk.evaluate(TELL, [address, "The second message"])
        phone.evaluate("window.arrive()")
        expect(phone.get_by_text("The second message")).to_be_visible()
