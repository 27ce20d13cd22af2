"""``python -m tests.screenshots``: take pictures of a workshop's pages for docs/screenshots.

78 simulated people go through the demo with the actions of the tests. Pictures are taken in a real
browser on a real server.
"""

import random
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, expect, sync_playwright

from config import TestConfig
from polling.app import close_database, create_app
from polling.breakouts import queries
from polling.breakouts.models import Group
from polling.contests.kinds import FINALISTS
from polling.contests.models import Contest
from polling.core import db
from polling.core.clock import now
from polling.core.db import transaction
from polling.core.migrate import upgrade
from polling.final_vote import actions as final_vote
from polling.ranking import actions as ranking
from polling.workshop.timers import start_clock
from tests import chromium
from tests.breakouts import full_room
from tests.browser_page import ARGUMENTS
from tests.final_vote import electorate, raters
from tests.room import Room
from tests.screen.shown_results import show_whole
from tests.server import COOKIE, Server, cookie_of
from tests.visitor import Visitor

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs/screenshots"
HOST = "workshop.example"  # shown as the server's address
PHONE, TABLET, DESK, PROJECTOR = (390, 844), (768, 1024), (1440, 900), (1920, 1080)
PAPER = (1000, 1300)
NOISE = 0.7  # how much the room disagrees, from 0 to 1
HELP_MINUTES, QUIET_MINUTES = 2, 9


@dataclass
class Camera:
    """Takes pictures of a server's pages."""

    browser: Browser

    @contextmanager
    def at(
        self, size: tuple[int, int], path: str, visitor: Visitor, scale: int = 1
    ) -> Iterator[Page]:
        """Open a visitor's page, connected."""
        width, height = size
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=scale,
            locale="en",
            reduced_motion="reduce",
        )
        cookie = {"name": COOKIE, "value": cookie_of(visitor), "url": f"http://{HOST}"}
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        page.goto(f"http://{HOST}{path}")
        expect(page.locator("connection-pill")).to_have_attribute("data-state", "online")
        yield page
        context.close()

    def paper(self, html: bytes) -> None:
        """The summary in the downloaded report."""
        width, height = PAPER
        page = self.browser.new_page(viewport={"width": width, "height": height})
        page.set_content(html.decode())
        page.get_by_role("heading", name="Summary").evaluate("title => title.scrollIntoView()")
        page.evaluate("scrollBy(0, -40)")
        take(page, "report")
        page.close()


def take(page: Page, name: str) -> None:
    """Take one picture, after all fonts are loaded."""
    page.evaluate("document.fonts.ready")
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"docs/screenshots/{name}.png")


@dataclass
class Afternoon:
    """The workshop, and the visitors whose pages are shown."""

    room: Room
    camera: Camera
    phone: Visitor
    organizer: Visitor
    screen: Visitor

    @classmethod
    def of(cls, room: Room, camera: Camera) -> "Afternoon":
        """Let everybody join; the last one's phone is shown."""
        room.go("lobby")
        room.join(full_room.PEOPLE - 1)
        phone = room.participant_visitor()
        room.participants.append(room.participants[-1] + 1)
        return cls(room, camera, phone, room.organizer_visitor(), room.screen_visitor())

    def on_the_phone(self) -> AbstractContextManager[Page]:
        """The participant's page."""
        return self.camera.at(PHONE, f"/w/{self.room.code}", self.phone, scale=2)

    def on_the_console(self, tab: str) -> None:
        """A picture of one tab of the console."""
        with self.camera.at(DESK, f"/console/{self.room.code}/{tab}", self.organizer) as page:
            take(page, f"console-{'wall' if tab == 'breakouts' else 'setup'}")

    def on_the_screen(self, name: str) -> None:
        """A picture of the screen."""
        with self.camera.at(PROJECTOR, f"/w/{self.room.code}/screen", self.screen) as page:
            take(page, f"screen-{name}")

    def until_the_reveal(self) -> None:
        """Setup, lobby, and the ranking."""
        self.on_the_console("setup")
        self.on_the_screen("lobby")
        self.room.go("ranking")
        self.room.open_ranking()
        with self.on_the_phone() as page:
            tap(page, 2, 0)
            take(page, "phone-ranking")
        rank(self.room)
        self.on_the_screen("reveal")

    def in_the_breakouts(self) -> None:
        """Eleven groups at work."""
        break_out(self.room)
        self.on_the_screen("groups")
        self.on_the_console("breakouts")
        with self.on_the_phone() as page:
            ready_to_write(page)
            page.locator(".drafting > section").first.evaluate("part => part.scrollIntoView()")
            take(page, "phone-draft")
        facilitator = self.room.facilitator_visitor()
        address = f"/w/{self.room.code}/facilitator"
        with self.camera.at(TABLET, address, facilitator) as page:
            ready_to_write(page)
            take(page, "facilitator")

    def to_the_report(self) -> None:
        """The final vote in two stages, and its results."""
        self.room.go("presentations", "final_vote")
        raters.open_first(self.room)
        with self.on_the_phone() as page:
            rate(page, "Priority now", "Support")
            page.evaluate("scrollTo(0, 0)")
            take(page, "phone-vote")
        vote(self.room)
        self.on_the_screen("overall")
        self.room.go("results")
        self.camera.paper(self.organizer.get(f"/console/{self.room.code}/export/html").data)


def tap(page: Page, *options: int) -> None:
    """Choose on the current ballot."""
    for option in options:
        page.locator("one-at-a-time > :not([hidden]) [data-option]").nth(option).click()


def rate(page: Page, *marks: str) -> None:
    """Rate the first recommendations of the largest issue, and wait until they are counted."""
    asked = [len(ballot.locator(".rated").all()) for ballot in page.locator("rating-ballot").all()]
    page.locator(f".steps [data-go='{asked.index(max(asked))}']").click()
    in_front = page.locator("one-at-a-time > :not([hidden]) rating-ballot")
    for number, mark in enumerate(marks):
        in_front.locator(".rated").nth(number).get_by_label(mark).click()
    expect(in_front).to_have_attribute("data-state", "counted")


def ready_to_write(page: Page) -> None:
    """Wait until the shared draft is connected."""
    expect(page.locator("[data-draft-status]")).to_have_attribute("data-state", "saved")


def rank(room: Room) -> None:
    """Everybody ranks, and the first theme is shown on the screen."""
    for contest in room.contests():
        most = contest.rule["most"]
        room.cast_all(
            (one, contest.id, {"ranking": electorate.favourites(contest, one, most, noise=NOISE)})
            for one in room.participants
        )
    room.close_and_reveal()
    with transaction() as session:
        first = session.get_one(Contest, room.contests()[0].id)
        ranking.reveal(session, room.organizer, first)


def break_out(room: Room) -> None:
    """The groups at work: one calls for help, one is quiet, two are ready."""
    room.go("breakouts")
    full_room.seat_in_turn(room)
    full_room.draft(room, apart=2)
    chance = random.Random(1)
    with transaction() as session:
        start_clock(session, room.workshop_id, "stage", 38 * 60)
        for group in queries.groups(session, room.workshop_id):
            group.active_at = now() - timedelta(seconds=chance.randrange(90))
            group.ready = group.number in {4, 8}
            if group.number == 7:
                group.help_since = now() - timedelta(minutes=HELP_MINUTES)
            if group.number == 3:
                group.active_at = now() - timedelta(minutes=QUIET_MINUTES)
            drop_some(group, chance.randrange(4))


def drop_some(group: Group, count: int) -> None:
    """Delete some work, so that groups have made different progress."""
    for recommendation in group.recommendations[::-1][:count]:
        recommendation.deleted_at = now()


def vote(room: Room) -> None:
    """Run both stages, count and reveal; the shown phone votes itself."""
    room.participants.pop()
    raters.rate_by_taste(room)
    raters.close(room)
    raters.confirm(room)
    electorate.approve_by_taste(room, raters.open_second(room))
    raters.close(room, FINALISTS)
    with transaction() as session:
        final_vote.reveal_overall(session, room.organizer)
    with transaction() as session:
        show_whole(session, room.organizer)


def main() -> None:
    """Take all pictures again."""
    executable = chromium.find() or sys.exit(chromium.HOW)
    PICTURES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        upgrade(db.connect(f"sqlite:///{folder}/workshop.sqlite"))
        app = create_app(TestConfig(data_dir=Path(folder)))
        room = Room.of(app, full_room.with_eleven_groups())
        with Server() as server, sync_playwright() as playwright:
            mapped = f"--host-resolver-rules=MAP {HOST} 127.0.0.1:{server.port}"
            browser = playwright.chromium.launch(
                executable_path=executable, args=[*ARGUMENTS, mapped]
            )
            afternoon = Afternoon.of(room, Camera(browser))
            afternoon.until_the_reveal()
            afternoon.in_the_breakouts()
            afternoon.to_the_report()
            browser.close()
        close_database(app)


if __name__ == "__main__":
    main()
