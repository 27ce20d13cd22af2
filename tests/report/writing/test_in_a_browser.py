"""The report's page in real browsers: two organizers write, and choose what to print."""

from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from polling.core.db import reading, transaction
from polling.people.actions import organizers as people
from polling.people.models import Organizer
from polling.report.sections.executive_summary import suggested
from polling.workshop.models import Workshop
from tests.browser_page import log_in_again, opened
from tests.conftest import Served
from tests.report import small_workshop
from tests.report.conftest import report_of
from tests.room import Room

Two = tuple[Page, Page]


@pytest.fixture(scope="module")
def day(served: Served) -> Room:
    return small_workshop.whole_day(served[1])


@pytest.fixture
def consoles(day: Room, served: Served, browser: Browser) -> Two:
    """Two organizers with the texts open, ready to write."""
    with transaction() as session:
        account = people.add_organizer(session, "anna@test.example")
        people.give_workshop(session, account, session.get_one(Workshop, day.workshop_id))
        anna = session.get_one(Organizer, account.id)
    path = f"/console/{day.code}/closed"
    first = opened(browser, served[0], day.organizer_visitor(), path)
    second = opened(
        browser, served[0], replace(day, organizer_id=anna.id).organizer_visitor(), path
    )
    for page in (first, second):
        expect(page.locator('[data-draft-status][data-state="saved"]')).to_be_visible()
    return first, second


def test_two_organizers_write_one_text_and_see_each_other(consoles: Two, day: Room) -> None:
    first, second = consoles
    for page in consoles:
        page.locator("#text-summary > summary").click()
    first.locator('[data-field="summary"]').press_sequentially("We had {{ participant }}. ")
    second.locator('[data-field="summary"]').focus()
    expect(first.locator("#text-summary .writing")).to_contain_text("anna@test.example")
    expect(second.locator("#text-summary .caret")).to_be_attached()
    expect(second.locator('[data-field="summary"]')).to_have_value("We had {{ participant }}. ")
    second.keyboard.press("Control+End")
    second.get_by_role("button", name="participants 12").click()
    said = "We had {{ participant }}. {{ participants }}"
    expect(first.locator('[data-field="summary"]')).to_have_value(said)
    expect(first.locator("#text-summary .gaps")).to_contain_text(
        "Did you mean “{{ participants }}”?"
    )
    expect(first.locator("#text-summary .as-printed")).to_contain_text("participant }}. 12")
    with reading() as session:
        assert session.get_one(Workshop, day.workshop_id).prose["summary"] == said


def test_a_suggestion_becomes_a_point_of_the_summary_with_its_figures(
    consoles: Two, day: Room
) -> None:
    page, other = consoles
    for each in consoles:
        each.locator("#text-summary > summary").click()
    page.locator('[data-field="summary"]').fill("These came first.")
    page.locator("#suggested > summary").click()
    points = [one for one in suggested(report_of(day)) if one.startswith("- **2")]
    for point in points:
        page.locator(f'#suggested [data-insert="{point}"]').click()
    written = "\n".join(["These came first.\n", *points])
    expect(other.locator('[data-field="summary"]')).to_have_value(written)
    expect(page.locator(f'#suggested [data-insert="{points[0]}"]')).to_have_count(0)
    expect(page.locator("#text-summary .as-printed")).to_contain_text("of 6 (")


def test_what_is_printed_is_chosen(day: Room, served: Served, browser: Browser) -> None:
    path = f"/console/{day.code}/closed?view=print"
    page = opened(browser, served[0], day.organizer_visitor(), path)
    page.get_by_label("Agenda", exact=True).check()
    page.get_by_role("spinbutton", name="at most").fill("1")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("4 of 8", exact=True)).to_be_visible()
    page.get_by_text("Select recommendations").click()
    page.get_by_role("button", name="Include", exact=True).first.click()
    expect(page.get_by_text("5 of 8", exact=True)).to_be_visible()
    page.get_by_text("Actor names").click()
    page.get_by_label("show as").fill("The Ministry")
    page.get_by_role("button", name="Combine").click()
    expect(page.get_by_text("→ The Ministry")).to_be_visible()
    page.get_by_role("button", name="Separate").click()
    expect(page.get_by_text("→ The Ministry")).to_have_count(0)


def test_a_text_that_is_not_sent_when_the_login_ends_is_saved_after_a_new_login(
    day: Room, served: Served, browser: Browser
) -> None:
    page = opened(browser, served[0], day.organizer_visitor(), f"/console/{day.code}/closed")
    status = page.locator("[data-draft-status]")
    expect(status).to_have_attribute("data-state", "saved")
    page.context.set_offline(True)
    page.locator('[data-field="introduction"]').fill("Typed while offline.")
    expect(status).to_have_attribute("data-state", "offline")
    with transaction() as session:
        people.log_out_everywhere(session, session.get_one(Organizer, day.organizer_id))
    page.context.set_offline(False)
    told = page.get_by_text("Your login has ended. Log in in a new tab")
    expect(told).to_be_in_viewport()
    log_in_again(page)
    expect(status).to_have_attribute("data-state", "saved")
    expect(told).to_be_hidden()
    page.reload()
    expect(page.locator('[data-field="introduction"]')).to_have_value("Typed while offline.")
