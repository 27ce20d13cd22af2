"""Pages checked with axe-core, and a ranking made with the keyboard alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from polling.core.db import transaction
from polling.workshop.models import Workshop
from tests.breakouts.drafting.run_in_node import ROOT
from tests.journeys.browsers import DESK, PHONE, PROJECTOR
from tests.journeys.workshop import counted
from tests.notes.conftest import Taker
from tests.room import Room
from tests.server import COOKIE, Server, cookie_of
from tests.visitor import Visitor

AXE = ROOT / "node_modules/axe-core/axe.min.js"
GRAVE = {"serious", "critical"}
VIEWPORTS = {
    "participant": PHONE,
    "stranger": PHONE,
    "note-taker": PHONE,
    "organizer": DESK,
    "screen": PROJECTOR,
}


@pytest.fixture
def server(small: Room) -> Iterator[Server]:
    small.go("lobby")
    with Server() as running:
        yield running


def opened(browser: Browser, server: Server, role: str, visitor: Visitor | None, path: str) -> Page:
    """A visitor's own page."""
    context = browser.new_context(viewport=VIEWPORTS[role])  # type: ignore[arg-type]
    if visitor:
        cookie = {"name": COOKIE, "value": cookie_of(visitor), "url": server.address}
        context.add_cookies([cookie])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(server.address + path)
    return page


def violations(page: Page) -> list[tuple[str, Any]]:
    """Serious violations, each as its rule and elements."""
    page.evaluate(AXE.read_text())
    options = {"resultTypes": ["violations"]}
    found = page.evaluate("async (options) => (await axe.run(options)).violations", options)
    return [
        (one["id"], [node["target"] for node in one["nodes"]])
        for one in found
        if one["impact"] in GRAVE
    ]


@pytest.mark.parametrize(
    "role, address",
    [
        pytest.param("note-taker", "/w/{code}/notes", id="on a note-taker's phone"),
        pytest.param("organizer", "/console/{code}/setup?section=notes", id="to sort"),
        pytest.param("organizer", "/console/{code}/setup?section=duplicates", id="and duplicates"),
    ],
)
def test_notes_have_no_serious_violation(
    small: Room, server: Server, browser: Browser, role: str, address: str
) -> None:
    taker = Taker(small, small.note_link(label="Hall 2"))
    with transaction() as session:
        theme = session.get_one(Workshop, small.workshop_id).themes[0]
        headline = "Interpreters are missing in nearly every interview"
        theme.issues[0].headline, theme.issues[1].headline = headline, f"{headline} at night"
    taker.write(headline, detail="Said twice.", source="A1", theme=theme.id)
    visitor = small.note_taker_visitor(taker.link) if role == "note-taker" else None
    visitor = visitor or small.organizer_visitor()
    page = opened(browser, server, role, visitor, address.format(code=small.code))
    expect(page.get_by_text(headline).first).to_be_visible()
    for folded in page.locator("main details > summary").all():
        folded.click()
    assert violations(page) == []
    page.context.close()


def test_a_ranking_is_made_with_the_keyboard_alone(
    small: Room, server: Server, browser: Browser
) -> None:
    visitor = small.participant_visitor()
    small.go("ranking")
    contest = small.open_ranking()[0]
    page = opened(browser, server, "participant", visitor, f"/w/{small.code}")
    expect(page.locator("connection-pill")).to_have_attribute("data-state", "online")
    for option in (contest.options[1], contest.options[0]):
        tab_to(page, f"[data-option='{option}']")
        page.keyboard.press("Enter")
    expect(page.locator("section:not([hidden]) [data-send]")).to_be_enabled()
    tab_to(page, "[data-send]")
    page.keyboard.press("Enter")
    counted(page)
    pressed = page.locator("section:not([hidden]) [data-option][aria-pressed=true]")
    expect(pressed).to_have_count(2)
    page.context.close()


def tab_to(page: Page, selector: str, most: int = 30) -> None:
    """Press Tab until this element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches(`{selector}`)"):
            return
    raise AssertionError(f"the focus does not come to {selector}")
