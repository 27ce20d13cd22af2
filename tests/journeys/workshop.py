"""A whole workshop, stage by stage, operated only through pages."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from polling.core.db import reading
from polling.people.models import Organizer
from polling.people.urls import password_path
from tests.browser_page import press
from tests.journeys.browsers import DESK, PHONE, PROJECTOR, Company
from tests.journeys.network_traffic import Traffic
from tests.room import PASSWORD, Room

SHOWN = "section:not([hidden]) "
PATHS = {"Final vote": "final_vote", "Report": "closed"}  # of stages, if not their titles


@dataclass
class Workshop:
    """One organizer, one screen, phones, and later a facilitator."""

    room: Room
    company: Company
    phones: list[Page] = field(default_factory=list)

    @property
    def home(self) -> str:
        """The console's URL."""
        return f"{self.company.server.address}/console/{self.room.code}"

    # ---- Joining ----

    def begin(self) -> None:
        """The organizer logs in with the one-time link and opens the lobby and the screen."""
        self.console = self.company.newcomer(DESK)
        self.console.goto(self.company.server.address + self._link())
        self.console.get_by_label("Password").fill(PASSWORD)
        press(self.console, "Log in")
        expect(
            self.console.get_by_role("link", name="Log out").or_(
                self.console.get_by_role("button", name="Log out")
            )
        ).to_be_visible()
        self.tab("setup")
        self.go_to("Lobby")
        self.tab("lobby")
        self.screen = self.company.newcomer(PROJECTOR)
        self.screen.goto(self._address_of("Open the screen"))
        self.company.all_are("online")

    def _link(self) -> str:
        with self.room.app.test_request_context(), reading() as session:
            account = session.get_one(Organizer, self.room.organizer_id)
            return password_path(account)

    def _address_of(self, words: str) -> str:
        link = self.console.get_by_role("link", name=words).first
        return link.evaluate("link => link.href")  # type: ignore[no-any-return]

    def join_by_code(self, sector: str) -> None:
        """Another phone joins by typing the code."""
        phone = self.company.newcomer(PHONE)
        phone.goto(self.company.server.address)
        phone.get_by_label("Join code").fill(self.room.code)
        press(phone, "Join")
        self._answer(phone, sector)

    def join_by_picture(self, sector: str) -> Traffic:
        """Another phone joins with the QR code; return its traffic."""
        phone = self.company.newcomer(PHONE)
        traffic = Traffic.of(phone)
        phone.goto(f"{self.company.server.address}/j/{self.room.code}")
        self._answer(phone, sector)
        return traffic

    def _answer(self, phone: Page, sector: str) -> None:
        phone.get_by_label("Your sector").select_option(sector)
        press(phone, "Join")
        expect(phone.locator("connection-pill")).to_have_attribute("data-state", "online")
        self.phones.append(phone)
        joined = self.screen.locator(".screen-figures strong").first
        expect(joined).to_have_text(str(len(self.phones)))

    # ---- Moving on ----

    def tab(self, stage: str, view: str = "") -> None:
        """The organizer opens this stage's tab."""
        self.console.goto(f"{self.home}/{stage}{view and f'?view={view}'}")
        expect(self.console.locator("connection-pill")).to_have_attribute("data-state", "online")

    def go_to(self, title: str) -> None:
        """The organizer moves everybody to the next stage."""
        press(self.console, f"Go to: {title}")
        # The push may show the stage before the answer to the press leads to its page.
        expect(self.console).to_have_url(f"{self.home}/{PATHS.get(title, title.lower())}")
        now = self.console.locator(".stages li").filter(has=self.console.locator(".pill"))
        expect(now).to_contain_text(title, ignore_case=True)

    # ---- Breakouts ----

    def form_groups(self) -> None:
        """Form groups as proposed by the console, but one per theme."""
        self.tab("breakouts")
        for count in self.console.get_by_role("spinbutton").all():
            count.fill("1")
        press(self.console, "Form groups")
        expect(self.console.locator(".wall > li")).to_have_count(2)

    def seat(self, phone: Page, group: str) -> None:
        """Move a phone's owner to the group of this name."""
        number = phone.get_by_text("· you: ").inner_text().split()[-1]
        self.tab("breakouts", "people")
        self.console.get_by_role("link", name=f"#{number}").click()
        target = self.console.locator(".targets button").filter(has_text=group)
        if target.is_enabled():
            target.click()
        expect(phone.locator(".group-header h1")).to_have_text(group)
        expect(self.console.locator("form[aria-busy=true]")).to_have_count(0)

    def invite_facilitator(self) -> None:
        """The first group's facilitator opens their personal link."""
        self.tab("breakouts", "links")
        link = self._address_of("Open page")
        self.facilitator = self.company.newcomer(DESK)
        self.facilitator.goto(link)
        saved(self.facilitator)

    # ---- The end ----

    def download(self, name: str) -> str:
        """The report as downloaded by the organizer."""
        self.tab("closed", "files")
        with self.console.expect_download() as downloading:
            self.console.locator(".downloads").get_by_role(
                "link", name=name, exact=True
            ).first.click()
        return Path(downloading.value.path()).read_text("utf-8")


def choose(phone: Page, *words: str) -> None:
    """Tap these options of the current ballot, in this order, and send it."""
    for one in words:
        phone.locator(f"{SHOWN}[data-option]").filter(has_text=one).click()
    phone.locator(f"{SHOWN}[data-send]").click()
    counted(phone)


def abstain(phone: Page) -> None:
    """Abstain."""
    phone.locator(f"{SHOWN}[data-abstain]").click()
    expect(phone.locator(f"{SHOWN}[data-status]")).to_contain_text("You abstained.")


def counted(phone: Page) -> None:
    """Wait until the current ballot is counted."""
    expect(phone.locator(f"{SHOWN}[data-status]")).to_contain_text("Counted at")


def turn_to(phone: Page, theme: int) -> None:
    """Go to the theme with this index."""
    phone.locator(f".steps [data-go='{theme}']").click()


def add_recommendation(phone: Page) -> None:
    """Add a recommendation to the first issue."""
    press(phone, "Add recommendation")
    expect(draft(phone)).to_be_editable()


def draft(page: Page, name: str = "action") -> Locator:
    """A field of the first recommendation."""
    return page.locator(f"[data-field$='/{name}']").first


def saved(page: Page) -> None:
    """Wait until the server has stored everything typed here."""
    expect(page.locator("[data-draft-status]")).to_have_attribute("data-state", "saved")
