"""``python -m tests.journeys.every_page FOLDER``: a picture of every page in every state.

A workshop of simulated people runs through its day, and yields the pages of all roles at each
state. Pictures are taken at each role's usual sizes, light and dark; a test checks the same pages
with axe-core.
"""

import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, expect, sync_playwright

from config import TestConfig
from polling.app import close_database, create_app
from polling.contests.kinds import FINALISTS
from polling.core import db
from polling.core.db import transaction
from polling.core.migrate import upgrade
from polling.final_vote import actions as final_vote
from polling.presentations import actions as presentations
from polling.report.actions import publishing
from polling.report.actions.preparation import prepare
from polling.setup.sections import PARTS
from polling.survey.actions.editing import set_open
from polling.workshop.models import Workshop
from tests import chromium
from tests.breakouts import full_room
from tests.browser_page import ARGUMENTS
from tests.final_vote import electorate, raters
from tests.room import Room
from tests.screen.shown_results import show_whole
from tests.screenshots import DESK, PHONE, PROJECTOR, TABLET, break_out, rank
from tests.server import COOKIE, Server, cookie_of
from tests.visitor import Visitor

SIZES = {
    "stranger": (PHONE, DESK),
    "participant": (PHONE, TABLET),
    "note-taker": (PHONE, DESK),
    "facilitator": (TABLET, PHONE),
    "organizer": (DESK, TABLET),
    "screen": (PROJECTOR,),
}
REPORT_VIEWS = ("texts", "print", "files")


@dataclass(frozen=True)
class Stop:
    """A page in a state of the workshop."""

    state: str
    role: str
    path: str

    @property
    def name(self) -> str:
        """The name of its pictures."""
        page = self.path.strip("/").replace("/", "-").replace("?", "-").replace("=", "-")
        return f"{self.state}-{self.role}-{page}"


@dataclass
class Day:
    """A workshop of many people, and one visitor of each role."""

    room: Room
    people: int = full_room.PEOPLE
    visitors: dict[str, Visitor | None] = field(default_factory=dict)

    def stops(self) -> Iterator[Stop]:
        """Yield every page, during the workshop's day."""
        yield from self.before_the_workshop()
        yield from self.until_the_groups_write()
        yield from self.until_the_survey()
        yield from self.until_the_report()

    def before_the_workshop(self) -> Iterator[Stop]:
        """The pages before anybody joins."""
        room = self.room
        self.visitors = {"stranger": None, "organizer": room.organizer_visitor()}
        for path in ("/", "/login", f"/j/{room.code}", "/stored", "/no-such-page", "/j/00000000"):
            yield Stop("before", "stranger", path)
        yield Stop("before", "organizer", "/console/")
        for section in (section for part in PARTS for section in part.sections):
            path = f"/console/{room.code}/setup?section={section.key}"
            yield Stop("setup", "organizer", path)
        room.go("lobby")
        self.visitors["screen"] = room.screen_visitor()
        self.visitors["participant"] = room.participant_visitor()
        self.visitors["note-taker"] = room.note_taker_visitor()
        yield Stop("lobby", "note-taker", f"/w/{room.code}/notes")
        yield from self._pages("lobby", "lobby")

    def until_the_groups_write(self) -> Iterator[Stop]:
        """The ranking, the breakouts and the presentations."""
        room = self.room
        room.join(self.people)
        room.go("ranking")
        yield from self._pages("ranking-waiting", "ranking")
        contest, *_others = room.open_ranking()
        yield from self._pages("ranking-open", "ranking")
        yield Stop("ranking-open", "participant", f"/w/{room.code}/plain?form={contest.id}")
        rank(room)
        with transaction() as session:
            show_whole(session, room.organizer)
        yield from self._pages("ranking-revealed", "ranking")
        break_out(room)
        self.visitors["facilitator"] = room.facilitator_visitor()
        yield from self._pages("breakouts", "breakouts")
        room.go("presentations")
        with transaction() as session:
            presentations.present(session, room.organizer, full_room.group(room, 1).id)
        yield from self._pages("presentations", "presentations")

    def until_the_survey(self) -> Iterator[Stop]:
        """The final vote in two stages, and its results."""
        room = self.room
        room.go("final_vote")
        raters.open_first(room)
        yield from self._pages("rating", "final_vote")
        raters.rate_by_taste(room)
        raters.close(room)
        yield from self._pages("rated", "final_vote")
        raters.confirm(room)
        electorate.approve_by_taste(room, raters.open_second(room))
        yield from self._pages("finalists", "final_vote")
        raters.close(room, FINALISTS)
        with transaction() as session:
            final_vote.reveal_overall(session, room.organizer)
            show_whole(session, room.organizer)
        room.go("results")
        yield from self._pages("results", "results")

    def until_the_report(self) -> Iterator[Stop]:
        """The survey and the report."""
        room, console = self.room, f"/console/{self.room.code}"
        room.go("survey")
        with transaction() as session:
            set_open(session, room.organizer, is_open=True)
        yield from self._pages("survey", "survey")
        room.go("closed")
        for view in REPORT_VIEWS:
            yield Stop("closed", "organizer", f"{console}/closed?view={view}")
        with transaction() as session:
            publishing.open_to_public(session, room.organizer, prepare(session, room.organizer))
            key = session.get_one(Workshop, room.workshop_id).public_key
        yield from self._pages("published", "closed")
        yield Stop("published", "organizer", f"{console}/log")
        yield Stop("published", "organizer", f"{console}/report")
        yield Stop("published", "participant", f"/w/{room.code}/report")
        yield Stop("published", "stranger", f"/r/{key}")

    def _pages(self, state: str, tab: str) -> Iterator[Stop]:
        code = self.room.code
        yield Stop(state, "organizer", f"/console/{code}/{tab}")
        yield Stop(state, "participant", f"/w/{code}")
        yield Stop(state, "screen", f"/w/{code}/screen")
        if "facilitator" in self.visitors:
            yield Stop(state, "facilitator", f"/w/{code}/facilitator")


def window(
    browser: Browser, server: Server, visitor: Visitor | None, size: tuple[int, int], scheme: str
) -> Page:
    """A visitor's own window; close its context afterwards."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    if visitor:
        cookie = {"name": COOKIE, "value": cookie_of(visitor), "url": server.address}
        context.add_cookies([cookie])  # type: ignore[list-item]
    return context.new_page()


def show(page: Page, server: Server, stop: Stop) -> None:
    """Open the page of a stop in this window."""
    page.goto(server.address + stop.path)
    expect(page.locator("main").first).to_be_visible()
    page.evaluate("document.fonts.ready")


def main(folder: Path) -> None:
    """Take all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    executable = chromium.find() or sys.exit(chromium.HOW)
    with TemporaryDirectory() as data:
        upgrade(db.connect(f"sqlite:///{data}/workshop.sqlite"))
        app = create_app(TestConfig(data_dir=Path(data)))
        with Server() as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
            day = Day(Room.of(app, full_room.with_eleven_groups()))
            for stop in day.stops():
                for size in SIZES[stop.role]:
                    for scheme in ("light", "dark"):
                        visitor = day.visitors[stop.role]
                        page = window(browser, server, visitor, size, scheme)
                        with closing(page.context):
                            show(page, server, stop)
                            name = f"{stop.name}-{size[0]}-{scheme}.png"
                            page.screenshot(path=folder / name, full_page=stop.role != "screen")
                print(stop.name)
            browser.close()
        close_database(app)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
