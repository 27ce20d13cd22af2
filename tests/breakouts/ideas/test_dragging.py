"""Grouping ideas by dragging, naming the groups, and drafting from one, in a real browser."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from polling.breakouts.ideas import actions
from polling.core.db import transaction
from tests.breakouts.drafting.group_at_work import Table
from tests.browser_page import opened
from tests.conftest import Served
from tests.room import Room
from tests.touch import Finger, middle


@pytest.fixture
def table(served: Served) -> Table:
    """A group that shows three members' ideas."""
    table = Table.of(Room.of(served[1]))
    with transaction() as session:
        actions.begin(session, table.facilitator())
        for member, text in enumerate(("a hotline", "a helpline", "a register")):
            actions.write(session, table.member(member), text)
        actions.reveal(session, table.facilitator(), everything=True)
    return table


@pytest.fixture
def tablet(table: Table, served: Served, browser: Browser) -> Page:
    path = f"/w/{table.room.code}/facilitator"
    return opened(browser, served[0], table.room.facilitator_visitor(), path)


def idea(page: Page, text: str) -> Locator:
    """Where an idea is shown. Select lists contain its text too."""
    return page.locator(f'[data-idea]:has(> .said:has-text("{text}"))')


def into_the_middle(what: Locator) -> Locator:
    """Scroll there: near the edges of the window, dragging scrolls the page."""
    what.evaluate("one => one.scrollIntoView({ block: 'center' })")
    return what


def drag(page: Page, text: str, onto: Locator) -> None:
    handle = into_the_middle(idea(page, text).locator("[data-handle]").first)
    handle.hover()
    page.mouse.down()
    page.mouse.move(20, 360)  # the drop area for ungrouped ideas appears during a drag
    end = onto.bounding_box()
    assert end
    page.mouse.move(end["x"] + 40, end["y"] + 15, steps=4)
    expect(onto).to_have_attribute("data-over", "")
    page.mouse.up()


def test_an_idea_used_as_draft_is_in_sight_to_edit(tablet: Page) -> None:
    expect(tablet.locator("[data-draft-status]")).to_have_attribute("data-state", "saved")
    idea(tablet, "a register").get_by_role("button", name="Use as draft").click()
    first = tablet.locator(".drafting textarea").first
    expect(first).to_be_focused()
    expect(first).to_be_in_viewport()
    expect(
        tablet.get_by_text("a register", exact=True).and_(tablet.locator("textarea"))
    ).to_be_visible()
    tablet.set_viewport_size({"width": 390, "height": 664})
    tablet.get_by_role("button", name="Add recommendation").first.click()
    who = tablet.locator("article").nth(1).get_by_label("Add an actor")
    expect(who).to_be_focused()
    expect(who).to_be_in_viewport(ratio=0.9)


def test_an_idea_is_dragged_onto_another_named_and_dragged_away(tablet: Page, table: Table) -> None:
    drag(tablet, "a helpline", idea(tablet, "a hotline"))
    together = tablet.locator(".idea-table > li:has(.beside)")
    expect(together.locator(".said")).to_contain_text(["a hotline", "a helpline"])
    together.get_by_label("Title for these ideas").fill("Somebody answers")
    with tablet.expect_response("**/name"):
        together.get_by_role("button", name="Save").click()
    tablet.reload()
    expect(tablet.locator("connection-pill[data-state=online]")).to_be_visible()
    expect(together.get_by_label("Title for these ideas")).to_have_value("Somebody answers")
    by_itself = tablet.get_by_text("Drop here to ungroup.")
    expect(by_itself).to_be_hidden()
    into_the_middle(together.locator("[data-handle]").first).hover()
    tablet.mouse.down()
    expect(together).to_have_attribute("data-held", "")
    expect(by_itself).to_be_hidden()  # the first of a group is not grouped under another
    tablet.mouse.up()
    drag(tablet, "a helpline", by_itself)
    expect(tablet.locator(".beside")).to_have_count(0)
    page = table.visitor(table.members[0]).get(f"/w/{table.room.code}").text
    assert "data-handle" not in page  # members only watch


def test_ideas_are_grouped_and_ungrouped_with_buttons(tablet: Page) -> None:
    apart = idea(tablet, "a helpline")
    apart.get_by_label("Group with").select_option("a hotline")
    apart.get_by_role("button", name="Group ideas").click()
    expect(tablet.locator(".beside")).to_contain_text("a helpline")
    tablet.locator(".beside").get_by_role("button", name="Ungroup").click()
    expect(tablet.locator(".beside")).to_have_count(0)
    expect(tablet.locator(".idea-table > li")).to_have_count(3)


def test_so_it_is_with_a_finger_on_a_tablet(table: Table, served: Served, browser: Browser) -> None:
    visitor, path = table.room.facilitator_visitor(), f"/w/{table.room.code}/facilitator"
    glass = opened(browser, served[0], visitor, path, has_touch=True)
    finger = Finger(glass)
    handle = into_the_middle(idea(glass, "a helpline").locator("[data-handle]").first)
    finger.down(handle)
    target = idea(glass, "a hotline")
    finger.to(*middle(target.locator(".said").first))
    expect(target).to_have_attribute("data-over", "")
    finger.up()
    together = glass.locator(".idea-table > li:has(.beside)")
    expect(together.locator(".said")).to_contain_text(["a hotline", "a helpline"])
