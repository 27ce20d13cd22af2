"""A live page in a real browser always converges to the server's state."""

import pytest
from playwright.sync_api import Browser, Page, expect

from polling.core.db import transaction
from polling.workshop.timers import start_clock
from tests.browser_page import opened, wait_for
from tests.conftest import Served
from tests.room import Room
from tests.server import Server

# From here on, responses arrive when `arrive` is called, even if outdated by then.
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


# Holds the first response as above, but no later ones; counts all responses and all versions shown.
HOLD_FIRST_ANSWER = """() => {
  const plain = window.fetch;
  const page = document.querySelector("live-page");
  let toldOfAnswer;
  window.answered = new Promise((resolve) => (toldOfAnswer = resolve));
  const held = new Promise((resolve) => (window.arrive = resolve));
  window.fetches = 0;
  window.fetch = async (...asked) => {
    const isFirst = ++window.fetches === 1;
    const answer = await plain(...asked);
    const text = await answer.text();
    if (isFirst) {
      toldOfAnswer();
      await held;
    }
    return new Response(text);
  };
  window.shown = [];
  const note = () => window.shown.push(Number(page.dataset.version));
  new MutationObserver(note).observe(page, { attributeFilter: ["data-version"] });
}"""

# The next fetch is answered with the server's current page, whenever it arrives.
KEEP_FOR_NEXT_FETCH = """async () => {
  const plain = window.fetch;
  const old = await (await plain(location.href, { headers: { "X-Fragment": "1" } })).text();
  window.answerWithOld = () =>
    (window.fetch = async () => {
      window.fetch = plain;
      return new Response(old);
    });
}"""

REFRESH = "() => void document.querySelector('live-page').refresh()"

TELL = """async ([path, text]) => {
  const token = document.querySelector("meta[name=csrf-token]").content;
  const html = await (await fetch(location.href)).text();
  const page = new DOMParser().parseFromString(html, "text/html");
  const body = new URLSearchParams({ text, seen: page.querySelector("#say [name=seen]").value });
  const headers = { "X-CSRFToken": token, Accept: "application/json" };
  return (await fetch(path, { method: "POST", headers, body })).ok;
}"""


@pytest.fixture
def room(served: Served) -> Room:
    room = Room.of(served[1])
    room.go("lobby")
    return room


@pytest.fixture
def server(served: Served) -> Server:
    return served[0]


def frames_of(page: Page) -> list[str]:
    """All that arrives through the page's next WebSockets, which may be several."""
    received: list[str] = []
    page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: received.append(str(frame))),
    )
    return received


def heard(frames: list[str], event: str) -> int:
    """How many of these events have arrived."""
    return sum(f'"{event}"' in frame for frame in frames)


def test_a_change_that_comes_while_a_page_is_fetched_is_not_missed(
    room: Room, server: Server, browser: Browser
) -> None:
    desk = opened(browser, server, room.organizer_visitor(), f"/console/{room.code}/lobby")
    phone = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
    phone.add_init_script("delete globalThis.DecompressionStream")  # so it fetches its pages
    frames = frames_of(phone)
    phone.reload()
    expect(phone.locator("connection-pill[data-state=online]")).to_be_visible()
    phone.evaluate(HOLD_ANSWERS)
    address = f"/console/{room.code}/message"
    assert desk.evaluate(TELL, [address, "The first message"])
    phone.evaluate("window.answered")
    told = heard(frames, "changed")
    assert desk.evaluate(TELL, [address, "The second message"])
    wait_for(phone, lambda: heard(frames, "changed") > told)
    phone.evaluate("window.arrive()")
    expect(phone.locator("p.message")).to_have_text("The second message")


# The personal parts of a phone's page.
OWN = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const { voter, number } = document.querySelector("live-page").dataset;
  const options = all("[data-own-order] > *").map((item) => item.dataset.key);
  const hasTokens = all("input[name=csrf_token]").every((field) => field.value);
  return { voter, number, options, hasTokens };
}"""

POST = """async (path) => {
  const token = document.querySelector("meta[name=csrf-token]").content;
  const headers = { "X-CSRFToken": token, Accept: "application/json" };
  const body = new URLSearchParams({ minutes: 0 });
  return (await fetch(path, { method: "POST", headers, body })).ok;
}"""


def test_a_pushed_page_is_the_one_that_the_phone_would_load(
    room: Room, server: Server, browser: Browser
) -> None:
    """It has the phone's voter, number, order of options, and form tokens."""
    room.join(3)
    room.go("ranking")
    desk = opened(browser, server, room.organizer_visitor(), f"/console/{room.code}/ranking")
    visitor = room.participant_visitor(room.participants[1])
    phone = opened(browser, server, visitor, f"/w/{room.code}")
    expect(phone.locator("connection-pill[data-state=online]")).to_be_visible()
    phone.evaluate("() => void (window.fetch = () => new Promise(() => {}))")
    assert desk.evaluate(POST, f"/console/{room.code}/ranking/open")
    expect(phone.locator("[data-own-order]").first).to_be_attached()
    pushed = phone.evaluate(OWN)
    phone.reload()
    assert pushed == phone.evaluate(OWN)
    assert pushed["hasTokens"]
    assert pushed["options"] != sorted(pushed["options"], key=int)


def test_pages_are_fetched_one_after_the_other(
    room: Room, server: Server, browser: Browser
) -> None:
    desk = opened(browser, server, room.organizer_visitor(), f"/console/{room.code}/lobby")
    phone = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
    phone.evaluate(HOLD_FIRST_ANSWER)
    phone.evaluate(REFRESH)
    phone.evaluate("window.answered")
    assert desk.evaluate(TELL, [f"/console/{room.code}/message", "Please come back"])
    phone.evaluate(REFRESH)
    assert phone.evaluate("window.fetches") == 1
    phone.evaluate("window.arrive()")
    # Not get_by_text: it is also announced to screen readers, a moment later.
    expect(phone.locator(".message")).to_have_text("Please come back")
    shown = phone.evaluate("window.shown")
    assert shown == sorted(shown)


def test_a_page_older_than_the_current_one_is_dropped(
    room: Room, server: Server, browser: Browser
) -> None:
    desk = opened(browser, server, room.organizer_visitor(), f"/console/{room.code}/lobby")
    phone = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
    phone.evaluate(KEEP_FOR_NEXT_FETCH)
    assert desk.evaluate(TELL, [f"/console/{room.code}/message", "Please come back"])
    message = phone.locator(".message", has_text="Please come back")
    expect(message).to_be_visible()
    phone.evaluate(
        """async () => {
          const told = new Promise((tell) => addEventListener("refreshed", tell));
          window.answerWithOld();
          void document.querySelector("live-page").refresh();
          await told;
        }"""
    )
    assert message.is_visible()


# The browser believes to be offline, or online again; the network always works.
BELIEVE = """(online) => {
  Object.defineProperty(navigator, "onLine", { configurable: true, get: () => online });
  dispatchEvent(new Event(online ? "online" : "offline"));
}"""


def test_a_connection_that_is_back_before_the_browser_notices_is_shown(
    room: Room, server: Server, browser: Browser
) -> None:
    phone = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
    frames = frames_of(phone)
    phone.evaluate(BELIEVE, False)
    wait_for(phone, lambda: heard(frames, "hello"))
    expect(phone.locator("connection-pill[data-state=offline]")).to_be_visible()
    phone.evaluate(BELIEVE, True)
    expect(phone.locator("connection-pill[data-state=online]")).to_be_visible()


NOTE_BLANKS = """() => {
  window.blank = 0;
  for (const clock of document.querySelectorAll("count-down, local-time"))
    new MutationObserver(() => (window.blank += !clock.textContent))
      .observe(clock, { childList: true });
}"""


def test_no_timer_flickers_when_the_page_is_refreshed(
    room: Room, server: Server, browser: Browser
) -> None:
    with transaction() as session:
        start_clock(session, room.workshop_id, "stage", 600)
    page = opened(browser, server, room.screen_visitor(), f"/w/{room.code}/screen")
    page.evaluate(NOTE_BLANKS)
    for seconds in (700, 800):
        with transaction() as session:
            start_clock(session, room.workshop_id, "stage", seconds)
        page.evaluate("document.querySelector('live-page').refresh()")
    assert page.locator("count-down, local-time").count() >= 2
    assert page.evaluate("window.blank") == 0


CHANGE_TIME = """() => {
  const time = document.querySelector("local-time[data-at]");
  const before = time.textContent;
  time.dataset.at = Number(time.dataset.at) + 60_000;
  return before !== time.textContent;
}"""


def test_a_time_changes_together_with_the_words_beside_it(
    room: Room, server: Server, browser: Browser
) -> None:
    page = opened(browser, server, room.screen_visitor(), f"/w/{room.code}/screen")
    assert page.evaluate(CHANGE_TIME)
