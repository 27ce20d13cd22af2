"""A whole workshop in real browsers, with a crash of the server in the middle."""

import re

from playwright.sync_api import expect

from tests.browser_page import press
from tests.journeys.browsers import Company
from tests.journeys.network_traffic import Traffic
from tests.journeys.workshop import (
    Workshop,
    abstain,
    add_recommendation,
    choose,
    draft,
    saved,
    turn_to,
)
from tests.room import Room

# A phone's first visit: the join page (5 requests), the joining, and the next page (6).
MOST_BYTES, MOST_REQUESTS = 80_000, 8


def test_a_whole_workshop(small: Room, company: Company) -> None:
    workshop = Workshop(small, company)
    come_in(workshop)
    rank(workshop)
    break_out(workshop)
    survive_a_power_cut(workshop)
    present(workshop)
    vote(workshop)
    answer(workshop)
    read_the_report(workshop)
    assert company.complaints == []


def come_in(workshop: Workshop) -> None:
    workshop.begin()
    is_light(workshop.join_by_picture("NGO"), workshop.company.server.address)
    workshop.join_by_code("Media")
    workshop.join_by_code("NGO")
    practice = workshop.phones[0].locator("ranked-ballot")
    for drink in (0, 3, 1):
        practice.locator("[data-option]").nth(drink).click()
    practice.locator("[data-send]").click()
    expect(practice.locator("[data-status]")).to_contain_text("Sent at")


def is_light(visit: Traffic, address: str) -> None:
    """A phone's first visit is small, and only uses the server."""
    strangers = [asked for asked in visit.addresses if not asked.startswith(f"{address}/")]
    assert strangers == []
    # Where a WebSocket does not open at once, Socket.IO polls.
    pages = [asked for asked in visit.addresses if "/socket.io/" not in asked]
    assert len(pages) <= MOST_REQUESTS, pages
    assert 0 < visit.received <= MOST_BYTES


def rank(workshop: Workshop) -> None:
    workshop.go_to("Ranking")
    workshop.tab("ranking")
    press(workshop.console, "Open all")
    first, second, third = workshop.phones
    choose(first, "Permits", "Nobody reads")
    choose(second, "Permits", "Scanners")
    choose(third, "Scanners", "Permits")
    choose(third, "Scanners", "Scanners")  # no longer first, but second
    for phone in workshop.phones:
        turn_to(phone, 1)
    choose(first, "Nobody answers", "Lists")
    abstain(second)
    choose(third, "Nobody answers", "Every agency")
    expect(workshop.screen.locator(".screen-turnout span[data-voted]")).to_have_text(["3", "3"])
    close_and_reveal_the_ranking(workshop)


def close_and_reveal_the_ranking(workshop: Workshop) -> None:
    press(workshop.console, "Close all")
    for headline in ("Permits can be bought", "Nobody answers at night"):
        press(workshop.console, "Reveal")
        expect(workshop.screen.locator(".result-row.is-coming").first).to_be_visible()
        press(workshop.console, "Show all")
        winner = workshop.screen.locator(".result-row:not(.is-out) .result-text")
        expect(winner).to_have_text(headline)
    expect(workshop.phones[0].locator("section:not([hidden]) ballot-check")).to_contain_text(
        "your vote was counted as you sent it"
    )


def break_out(workshop: Workshop) -> None:
    workshop.go_to("Breakouts")
    workshop.form_groups()
    one, two, other = workshop.phones
    for phone, theme in ((one, "Corruption"), (two, "Corruption"), (other, "Coordination")):
        workshop.seat(phone, theme)
    workshop.invite_facilitator()
    add_recommendation(one)
    one.get_by_label("Add an actor").fill("Ministries")
    one.get_by_label("Add an actor").press("Enter")
    draft(one).fill("publish what permits cost")
    expect(draft(two)).to_have_value("publish what permits cost")
    draft(two, "by").fill("by 2027")
    expect(draft(one, "by")).to_have_value("by 2027")
    add_recommendation(other)
    other.get_by_label("Add an actor").fill("Customs")
    other.get_by_label("Add an actor").press("Enter")
    draft(other).fill("answer the telephone at night")
    for page in (one, two, other):
        saved(page)
    workshop.tab("breakouts")


def survive_a_power_cut(workshop: Workshop) -> None:
    company, (one, two, other) = workshop.company, workshop.phones
    company.server.kill()
    company.all_are("offline")
    draft(one).press("End")
    draft(one).press_sequentially(" online")
    company.server.start()
    company.all_are("online")
    expect(draft(two)).to_have_value("publish what permits cost online")
    expect(draft(workshop.facilitator, "by")).to_have_value("by 2027")
    expect(draft(other)).to_have_value("answer the telephone at night")
    for page in (one, two, other):
        saved(page)
    press(workshop.facilitator, "Mark as done")
    expect(workshop.console.locator(".wall > li[data-state=ready]")).to_have_count(1)


def present(workshop: Workshop) -> None:
    workshop.go_to("Presentations")
    workshop.tab("presentations")
    press(workshop.console, "Present")
    press(workshop.console, "Next →")
    expect(workshop.screen.locator("article h1")).to_contain_text("publish what permits cost")
    press(workshop.console, "Next group: 2")
    expect(workshop.screen.locator("h1")).to_contain_text("Coordination")
    press(workshop.console, "Clear the screen")
    expect(workshop.screen.locator("h1")).to_have_text("Presentations")


def vote(workshop: Workshop) -> None:
    workshop.go_to("Final vote")
    workshop.tab("final_vote")
    press(workshop.console, "Open all")
    one, two, other = workshop.phones
    for phone in (one, two):
        turn_to(phone, 1)
        choose(phone, "answer the telephone")
    turn_to(other, 0)
    choose(other, "publish what permits cost")
    press(workshop.console, "Close all")
    press(workshop.console, "Reveal all")
    press(workshop.console, "Show all")
    expect(workshop.screen.locator(".result-text")).to_have_count(2)
    workshop.go_to("Results")
    expect(one.locator("#overall")).to_contain_text("Answer the telephone at night")


def answer(workshop: Workshop) -> None:
    workshop.go_to("Survey")
    workshop.tab("survey")
    for phone in workshop.phones:
        phone.get_by_label("What should be better?").fill("The coffee on the ferry")
        phone.locator("[name=learned][value='4']").check()
        press(phone, "Send")
        expect(phone.locator("survey-form [data-status]")).to_contain_text("Received at")
    expect(workshop.console.locator("p.answered")).to_contain_text("3 of 3")
    workshop.go_to("Report")


def read_the_report(workshop: Workshop) -> None:
    markdown = workshop.download("Markdown")
    typed = (
        "Permits can be bought",
        "Ministries should publish what permits cost online, by 2027",
        "Customs should answer the telephone at night",
    )
    assert [words for words in typed if words not in markdown] == []
    assert "The coffee on the ferry" not in markdown  # only three people answered
    html = workshop.download("HTML")
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", html)[:1] == ["What should be done next"]
