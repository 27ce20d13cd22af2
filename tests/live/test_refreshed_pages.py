"""A refresh keeps what the reader has opened, typed, focused or scrolled."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from polling.core.db import transaction
from polling.core.edit_conflicts import mark
from polling.facilitation.actions import send_message
from polling.people.models import Participant
from polling.report.pages import VIEWS
from polling.setup.sections import SECTIONS
from polling.workshop import queries
from tests.browser_page import context_of, opened, opened_in
from tests.conftest import Served
from tests.final_vote import electorate
from tests.notes.conftest import Taker
from tests.room import Room
from tests.server import Server
from tests.visitor import Visitor

# Opens every disclosure, chooses in every select and types half a word into every field; leaves the
# cursor in the middle one, and every part scrolled. `lost` lists what has changed since.
WORK = """() => {
  const all = (selector) => [...document.querySelectorAll(`live-page ${selector}`)];
  const isFree = (field) => field.checkVisibility() && !field.disabled && !field.readOnly;
  const tell = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));
  const name = (one) => [one.localName, one.id, one.name, one.textContent.slice(0, 30)].join();

  const disclosures = all("details");
  for (const one of disclosures) one.open = true;
  const selects = all("form select").filter(isFree);
  for (const select of selects) {
    select.selectedIndex = select.options.length - 1;
    tell(select);
  }
  const texts = ":is(textarea, input:is([type=text], [type=number], :not([type])))";
  const fields = all(texts).filter(isFree);
  for (const field of fields) {
    field.focus();
    field.value += field.type === "number" ? "7" : " half a wo";
    tell(field);
  }
  const middle = fields[Math.floor(fields.length / 2)];
  const focused = middle ?? all(":is(summary, a, button:enabled)")[0];
  focused.focus();
  if (focused.type !== "number") focused.setSelectionRange?.(1, 3);
  focused.scrollIntoView({ block: "center" });
  const isScroller = (one) => /auto|scroll/.test(getComputedStyle(one).overflowY);
  const scrollers = all("*").filter((one) => one !== focused && isScroller(one));
  for (const one of scrollers) one.scrollTop = 9;

  const isScrolled = scrollY > 0;
  const state = {
    closed: () => disclosures.map((one) => [one, one.open]),
    chosen: () => selects.map((one) => [one, one.value]),
    typed: () => fields.map((one) => [one, one.value]),
    scrolled: () => scrollers.map((one) => [one, one.scrollTop]),
    focus: () => [[focused, document.activeElement === focused]],
    selection: () => [[focused, `${focused.selectionStart} ${focused.selectionEnd}`]],
    moved: () => [[focused, isScrolled && focused.getBoundingClientRect().top]],
  };
  const before = Object.entries(state).map(([kind, read]) => [kind, read, read()]);
  // A browser scrolls by whole pixels.
  const differs = (was, is) => (typeof was === "number" ? Math.abs(was - is) >= 1 : was !== is);
  // A hint goes once what was typed answers it; one that is still there must be the same element.
  const isAnswered = (one) => one.matches(".hints") && !document.getElementById(one.id);
  const isLost = (one, was, is) => differs(was, is) || !(one.isConnected || isAnswered(one));
  window.lost = () => Object.fromEntries(before.map(([kind, read, were]) => {
    const are = read();
    const changes = were.map(([one, was], at) => [one, was, are[at][1]]);
    const lost = changes.filter((change) => isLost(...change));
    return [kind, lost.map(([one, was, is]) => `${name(one)}: ${was} became ${is}`)];
  }));
}"""

# A loop inside the page would have no time limit, and the page may have followed the change itself.
REFRESHED = """(before) => {
  const page = document.querySelector("live-page");
  if (page.dataset.version !== before) return true;
  page.refresh();
}"""
LOST = """async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return window.lost();
}"""

Change = Callable[[], None]


def refreshed(page: Page, change: Change) -> None:
    """Let the page follow a change."""
    before = page.locator("live-page").get_attribute("data-version")
    change()
    page.wait_for_function(REFRESHED, arg=before, polling=50)


def lost(page: Page, change: Change) -> dict[str, list[Any]]:
    """What a refresh after `change` takes from a person working on this page."""
    page.evaluate(WORK)
    refreshed(page, change)
    return {kind: names for kind, names in page.evaluate(LOST).items() if names}


@dataclass
class House:
    """A workshop, its server, and a browser."""

    room: Room
    server: Server
    browser: Browser

    def lost_on(
        self, pages: Iterable[tuple[Visitor, str]], change: Change | None = None
    ) -> dict[str, Any]:
        """The same for several pages, by path; by default, the change is a person joining.

        Each visitor opens theirs in one browser, which has then loaded the scripts and styles.
        """
        found, change = {}, change or arriving(self.room)
        for visitor, theirs in groupby(pages, key=itemgetter(0)):
            context = context_of(self.browser, self.server, visitor)
            for _, path in theirs:
                page = opened_in(context, self.server.address + path)
                if taken := lost(page, change):
                    found[path] = taken
                page.close()
            context.close()
        return found


def arriving(room: Room) -> Change:
    """A person joins if possible, and a message to everybody appears at the top."""

    def change() -> None:
        with transaction() as session:
            shown = queries.message_to_all(queries.messages(session, room.workshop_id, None))
            text = f"{len(room.participants)} are here"
            send_message(session, room.organizer, text, None, seen=mark(shown))
        if room.participants:
            room.join(1)

    return change


def consoles(room: Room, *paths: str) -> list[tuple[Visitor, str]]:
    """These pages of the organizer's console."""
    organizer = room.organizer_visitor()
    return [(organizer, f"/console/{room.code}/{path}") for path in paths]


def phones(room: Room, member: Visitor) -> list[tuple[Visitor, str]]:
    """The pages of a group's member and its facilitator."""
    return [
        (member, f"/w/{room.code}"),
        (room.facilitator_visitor(), f"/w/{room.code}/facilitator"),
    ]


@pytest.fixture
def room(served: Served) -> Room:
    return Room.of(served[1])


@pytest.fixture
def house(room: Room, served: Served, browser: Browser) -> House:
    return House(room, served[0], browser)


@pytest.fixture
def member(room: Room) -> Visitor:
    """A member of the first group with a phone, while everybody is in the lobby."""
    room.go("lobby")
    visitor = room.participant_visitor()
    with transaction() as session:
        here = Participant.workshop_id == room.workshop_id
        person = session.scalars(select(Participant).where(here)).one()
        room.participants.append(person.id)
    electorate.seat(room, 23)
    return visitor


def test_setup(room: Room, house: House) -> None:
    Taker(room, room.note_link()).write("Nobody interprets at night")
    pages = consoles(room, *(f"setup?section={section}" for section in SECTIONS))
    assert house.lost_on(pages) == {}


def test_lobby_and_ranking(room: Room, house: House, member: Visitor) -> None:
    pages = [(member, f"/w/{room.code}"), *consoles(room, "lobby")]
    assert house.lost_on(pages) == {}
    room.go("ranking")
    room.open_ranking()
    pages = [(member, f"/w/{room.code}"), *consoles(room, "ranking")]
    assert house.lost_on(pages) == {}


def test_breakouts(room: Room, house: House, member: Visitor) -> None:
    electorate.prioritise(room)
    electorate.draft(room)
    views = (f"breakouts?view={view}" for view in ("wall", "people", "review", "links"))
    assert house.lost_on([*phones(room, member), *consoles(room, *views)]) == {}


def test_presentations_and_final_vote(room: Room, house: House, member: Visitor) -> None:
    electorate.prioritise(room)
    electorate.draft(room)
    electorate.set_stages(room, "one")
    room.go("presentations")
    pages = [*phones(room, member), *consoles(room, "presentations")]
    assert house.lost_on(pages) == {}
    room.go("final_vote")
    electorate.open_final_vote(room)
    pages = [(member, f"/w/{room.code}"), *consoles(room, "final_vote")]
    assert house.lost_on(pages) == {}


def test_survey_and_report(room: Room, house: House, member: Visitor) -> None:
    room.go("survey")
    parts = (f"survey?part={part}" for part in ("answers", "tags", "questions"))
    pages = [(member, f"/w/{room.code}"), *consoles(room, *parts)]
    assert house.lost_on(pages) == {}
    room.go("results")
    assert house.lost_on(consoles(room, *(f"results?view={v}" for v in VIEWS))) == {}


def test_the_heading_of_a_new_stage_keeps_the_focus(
    room: Room, house: House, member: Visitor
) -> None:
    tablet = room.facilitator_visitor()
    page = opened(house.browser, house.server, tablet, f"/w/{room.code}/facilitator")
    refreshed(page, lambda: room.go("ranking"))
    expect(page.locator("h1")).to_be_focused()
    refreshed(page, arriving(room))
    expect(page.locator("p.message")).to_contain_text("are here")
    expect(page.locator("h1")).to_be_focused()


def test_notes(room: Room, house: House) -> None:
    taker = Taker(room, room.note_link())
    for headline in ("Nobody interprets at night", "Lists are secret"):
        taker.write(headline)
    pages = [(room.note_taker_visitor(taker.link), f"/w/{room.code}/notes")]

    def another_note() -> None:
        taker.write("Permits can be bought")

    assert house.lost_on(pages, another_note) == {}
