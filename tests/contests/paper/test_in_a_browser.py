"""Entering paper ballots with the keyboard only."""

from playwright.sync_api import Browser, Locator, expect

from tests.browser_page import opened, say_yes
from tests.room import Room
from tests.server import Server


def typed(paper: Locator, choices: str, answer: str) -> Locator:
    """Type the choices at the focus, press Enter, and wait for the response."""
    field = paper.locator("[name=choices]")
    expect(field).to_be_focused()
    field.fill(choices)
    field.press("Enter")
    expect(paper.locator("paper-entry .form-note")).to_contain_text(answer)
    return field


def test_paper_ballots_are_entered_from_the_keyboard_and_one_is_withdrawn(
    room: Room, browser: Browser
) -> None:
    room.go("lobby", "ranking")
    contest = room.open_ranking()[0]
    with Server() as server:
        page = opened(browser, server, room.organizer_visitor(), f"/console/{room.code}/ranking")
        paper = page.locator(f"#paper-{contest.id}")
        paper.locator("summary").click()
        paper.locator("[name=choices]").focus()
        expect(typed(paper, "3 1 99", "Number 99 is not on this list")).to_have_value("3 1 99")
        expect(typed(paper, "3 1 2", "Paper ballot 1 entered")).to_have_value("")
        expect(typed(paper, "2 1", "Paper ballot 2 entered")).to_have_value("")
        expect(paper.locator("summary")).to_contain_text("(2)")
        withdraw = paper.locator(f"#withdraw-{contest.id}")
        withdraw.locator("[name=number]").fill("1")
        page.keyboard.press("Enter")
        say_yes(page)
        expect(paper.locator("summary")).to_contain_text("(1)")
        expect(withdraw.locator(".form-note")).to_contain_text("withdrawn")
        with page.expect_download() as started:
            paper.locator(f"#print-{contest.id} button").click()
        assert started.value.suggested_filename == f"{room.code}-ballots.pdf"
