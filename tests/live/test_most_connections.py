"""A participant, link or account has a limited number of connections; the oldest give way."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from polling.core.access import Actor, Role
from polling.live import connection_registry
from tests.browser_page import opened
from tests.live.test_seats import HOLDERS, connect
from tests.room import Room
from tests.server import Server
from tests.visitor import Visitor

MORE_TABS = """async (auth) => {
  globalThis.tabs = [];
  while (tabs.length < 20) {
    const tab = new WebSocket(`ws://${location.host}/socket.io/?EIO=4&transport=websocket`);
    tabs.push(tab);
    await new Promise((joined) => tab.onmessage = ({ data }) => {
      if (data[0] === "0") tab.send("40" + JSON.stringify(auth));
      if (data === "2") tab.send("3");
      if (data.startsWith("40")) joined();
      if (data === "41") tab.close();
    });
  }
}"""
OPEN_TABS = "tabs.filter(({ readyState }) => readyState === WebSocket.OPEN).length"

ONE_OF_EACH = [
    (Actor(Role.PARTICIPANT, 1, participant_id=7), 20),
    (Actor(Role.FACILITATOR, 1, group_id=7), 100),
    (Actor(Role.ORGANIZER, 1, organizer_id=7, login_id=1), 100),
    (Actor(Role.SCREEN, 1), 100),
    (Actor(Role.NOTE_TAKER, 1, note_link_id=7), 100),
]


@pytest.mark.parametrize(
    "role, come", [*HOLDERS.items(), (Role.NOTE_TAKER, Room.note_taker_visitor)]
)
def test_the_oldest_connection_gives_way(
    room: Room, monkeypatch: pytest.MonkeyPatch, role: Role, come: Callable[[Room], Visitor]
) -> None:
    for name in ("MOST_OF_A_PARTICIPANT", "MOST_OF_A_LINK"):
        monkeypatch.setattr(connection_registry, name, 2)
    room.go("lobby")
    visitor = come(room)
    tabs = [connect(room, role, visitor) for _ in range(4)]
    assert [tab.is_connected() for tab in tabs] == [False, False, True, True]
    told = ["surplus" in [message["name"] for message in tab.queue] for tab in tabs]
    assert told == [True, True, False, False]


@pytest.mark.parametrize(
    "use",
    [
        lambda page: page.evaluate("dispatchEvent(new Event('focus'))"),
        lambda page: page.get_by_role("heading", name="You have joined").click(),
        lambda page: page.get_by_role("button", name="Continue").click(),
        lambda page: page.keyboard.press("Tab"),
    ],
    ids=["focus", "tap", "button", "key"],
)
def test_a_page_that_gave_way_connects_again_when_it_is_used(
    room: Room, browser: Browser, use: Callable[[Page], None]
) -> None:
    room.go("lobby")
    with Server() as server:
        page = opened(browser, server, room.participant_visitor(), f"/w/{room.code}")
        page.evaluate(MORE_TABS, {"role": "participant", "workshop": room.code})
        told, pill = page.get_by_text("This page is paused"), page.locator("connection-pill")
        expect(told).to_be_visible()
        expect(pill).to_be_hidden()
        assert page.evaluate(OPEN_TABS) == 20
        use(page)
        expect(told).to_be_hidden()
        expect(pill).to_have_attribute("data-state", "online")
        expect(pill).to_be_visible()
        page.wait_for_function(f"{OPEN_TABS} === 19")


@pytest.mark.usefixtures("app")
def test_each_participant_link_and_account_has_its_own_limit() -> None:
    for actor, most in ONE_OF_EACH:
        for tab in range(most):
            connection_registry.arrive(f"{actor.role} {tab}", actor)
    assert [connection_registry.surplus(actor) for actor, _most in ONE_OF_EACH] == [[]] * 5
    for actor, _most in ONE_OF_EACH:
        connection_registry.arrive(f"{actor.role} new", actor)
        assert connection_registry.surplus(actor) == [f"{actor.role} 0"]
        connection_registry.leave(f"{actor.role} 1")
        assert connection_registry.surplus(actor) == []
