"""One person plays the demo as described in README.md, in at most thirteen clicks."""

import re
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, Locator, Page, expect

from config import TestConfig
from polling.cli.startup_banner import welcome
from polling.demo.content import demo_workshop
from tests.journeys.browsers import DESK, PHONE, Company
from tests.room import PASSWORD
from tests.server import Server

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
INVITATION = re.compile(r"http://localhost(/invitation/\S+)")
PEOPLE = 4  # fewer than the 24 in the README, to be faster
MOST_CLICKS = 13
FIRST_THEME = "Wildlife trafficking"
NOTICE = "Nothing here is a real result."
CONFIG = TestConfig(public_url="http://localhost")


class Console:
    """The organizer's browser; `clicks` are the pressed buttons, in order."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks: list[str] = []

    @property
    def panel(self) -> Locator:
        """The panel of the practice run."""
        return self.page.get_by_role("region", name="Practice run")

    def press(self, name: str, *, role: str = "button", within: Locator | None = None) -> None:
        """Press a button or a link."""
        place = within or self.page
        place.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]
        self.clicks.append(name)

    def confirm(self) -> None:
        """Confirm the dialog."""
        self.page.locator("#confirm [value=yes]").click()
        self.clicks.append("yes")

    def open(self, name: str, *, role: str = "button") -> Page:
        """Press a button that opens another tab."""
        with self.page.context.expect_page() as opened:
            self.press(name, role=role)
        return opened.value

    def reaches(self, stage: str) -> None:
        """Wait until the workshop is at a stage."""
        stages = self.page.get_by_role("navigation", name="Stages").locator(":scope > ol > li")
        expect(stages.filter(has_text=stage)).to_contain_text("now")


def steps_in_the_readme() -> list[str]:
    """The buttons that README.md tells the reader to press in the demo, in order."""
    section = README.split("## Try it in five minutes\n")[1].split("**Start over**")[0]
    return [" ".join(name.split()) for name in re.findall(r"\*\*(.+?)\*\*", section, re.DOTALL)]


def rank_a_theme(phone: Page) -> None:
    """Choose three issues of the first theme and send them (the lobby has a ballot, too)."""
    heading = phone.get_by_role("heading", name=FIRST_THEME)
    theme = phone.locator("section:has([data-send])").filter(has=heading)
    for choice in range(3):
        theme.locator("[data-option]").nth(choice).click()
    theme.locator("[data-send]").click()
    expect(theme.locator("[data-status]")).to_contain_text("Counted")


def fill_the_room(console: Console) -> tuple[Page, Page]:
    """Let simulated people join; return the screen, and the organizer's own phone."""
    console.panel.get_by_label("simulated people").fill(str(PEOPLE))
    console.press("Add simulated people")
    screen = console.open("Open the screen", role="link")
    phone = console.open("Join as participant")
    phone.set_viewport_size(PHONE)  # type: ignore[arg-type]
    expect(phone.locator(".practice-note")).to_contain_text(NOTICE)
    expect(console.panel).to_contain_text(f"{PEOPLE} simulated people have joined")
    return screen, phone


def rank_and_reveal(console: Console, screen: Page, phone: Page) -> None:
    """Everybody ranks the issues, and the first result is shown on the screen."""
    console.press("Go to: Ranking")
    console.press("Open all")
    rank_a_theme(phone)
    first = console.page.locator("section.card").filter(has_text=FIRST_THEME)
    expect(first).to_contain_text(f"{PEOPLE + 1} of {PEOPLE + 1}")
    others = console.page.locator("section.card").filter(has_text=f"{PEOPLE} of {PEOPLE + 1}")
    # Without a ballot, a theme would have no priority issues, and its group nothing to draft.
    expect(others).to_have_count(len(demo_workshop().themes) - 1)
    console.press("Close all")
    console.confirm()
    console.press("Reveal")
    console.confirm()
    expect(screen.locator("h1")).to_contain_text(FIRST_THEME)


def play_on(console: Console, phone: Page) -> None:
    """The groups draft, vote and answer the survey, and there is a report."""
    console.press("Breakouts", within=console.panel)
    expect(console.panel).to_contain_text(f"{PEOPLE} recommendations")
    expect(phone.get_by_role("button", name="Add recommendation").first).to_be_visible()
    console.press("Report", within=console.panel)
    console.reaches("Report")
    expect(console.panel).to_contain_text(f"{PEOPLE} survey responses")
    report = console.open("Preview", role="link")
    expect(report.locator("body")).to_contain_text(NOTICE)
    expect(report.locator("body")).to_contain_text("Recommendations by theme")


def start_over(console: Console) -> None:
    """Start over, with nobody in the workshop."""
    console.press("Start over")
    console.confirm()
    console.reaches("Lobby")
    expect(console.page.get_by_text("0 joined")).to_be_visible()
    expect(console.panel.get_by_role("button", name="Add simulated people")).to_be_visible()


def test_one_person_plays_the_demo_in_thirteen_clicks(app: Flask, browser: Browser) -> None:
    with Server() as server:
        found = INVITATION.search(welcome(app, CONFIG, demo=True))
        assert found
        company = Company(browser, server)
        console = Console(company.newcomer(DESK))
        console.page.goto(server.address + found.group(1))
        console.page.get_by_label("Choose a password").fill(PASSWORD)
        console.press("Accept")
        screen, phone = fill_the_room(console)
        rank_and_reveal(console, screen, phone)
        play_on(console, phone)
        assert len(console.clicks) <= MOST_CLICKS
        assert [name for name in console.clicks if name != "yes"] == steps_in_the_readme()
        assert company.complaints == []
        former = console.page.url
        start_over(console)
        company.leave()
    # The former console may refresh once more, before the answer to its form leads to the new one.
    assert [one for one in company.complaints if f"404 (NOT FOUND) ({former})" not in one] == []
