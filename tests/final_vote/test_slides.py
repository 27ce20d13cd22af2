"""Results on the projector: complete, on as many pages as necessary."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from polling.contests.kinds import FINALISTS
from polling.core.db import reading, transaction
from polling.facilitation.actions import send_message
from polling.final_vote import actions
from polling.final_vote.two_stages.short_titles import LONGEST
from polling.recommendations.models import Recommendation
from polling.screen import layout
from polling.screen.layout import Content
from polling.workshop.models import Theme
from tests.browser_page import opened
from tests.final_vote import electorate, raters
from tests.final_vote.two_stages.test_pages import text_of
from tests.room import Room
from tests.screen.shown_results import show_whole
from tests.server import Server

PROJECTORS = ((1920, 1080), (1280, 720), (1024, 768))
WORDS = "ministries of the interior should agree on a common procedure for requests from abroad, "


def content(*lengths: int) -> list[Content]:
    """Recommendations whose texts are this long."""
    return [Content("x" * length, "Wildlife") for length in lengths]


def pages(*lengths: int) -> list[int]:
    """The number of recommendations on each page."""
    return [len(page) for page in layout.pages(content(*lengths))]


@pytest.mark.parametrize(
    "lengths, expected",
    [
        pytest.param([40] * 3, [3], id="a few are together"),
        pytest.param([40] * 10, [5, 5], id="pages are even"),
        pytest.param([66] * 5, [5], id="the top five of usual titles are together"),
        pytest.param([180] * 4, [2, 2], id="whole sentences take more room"),
        pytest.param([2000, 60], [1, 1], id="what fits nowhere has its own page"),
    ],
)
def test_a_page_holds_what_fits(lengths: list[int], expected: list[int]) -> None:
    assert pages(*lengths) == expected


def test_fewer_are_larger() -> None:
    sizes = [layout.largest(content(*[40] * many)) for many in (1, 3, 4, 9)]
    assert sizes[0] == layout.SIZES[0]
    assert sizes[-1] is None
    assert sorted(filter(None, sizes), reverse=True) == list(filter(None, sizes))


def reveal(room: Room, title: str) -> None:
    """Hold the second stage, in which all finalists have the same `title`, and reveal it."""
    final = raters.confirm(room)
    with transaction() as session:
        found = session.get_one(type(final), final.id)
        found.rule = found.rule | {"titles": {str(one): title for one in final.options}}
    electorate.approve_by_taste(room, raters.open_second(room))
    raters.close(room, FINALISTS)
    with transaction() as session:
        actions.reveal_overall(session, room.organizer)
        show_whole(session, room.organizer)


def lengthen(room: Room) -> None:
    """Give all texts of groups their maximum length."""
    with transaction() as session:
        for one in session.query(Recommendation):
            one.action = (WORDS * 10)[:600].strip()


@pytest.mark.usefixtures("rated")
def test_the_first_of_all_themes_have_the_titles_of_the_ballot(two: Room) -> None:
    reveal(two, "Freeze what was stolen")
    organizer, seen = two.organizer_visitor(), 0
    while True:
        screen = text_of(two.screen_visitor(), f"/w/{two.code}/screen")
        assert "…" not in screen
        seen += screen.count("Freeze what was stolen")
        if organizer.post(f"/console/{two.code}/screen/turn", {"go": "next"}).status_code != 200:
            break
    assert seen >= 5  # from the fifth to the first


@pytest.mark.usefixtures("shown")
def test_the_organizer_turns_the_pages(two: Room) -> None:
    organizer, screen = two.organizer_visitor(), two.screen_visitor()
    with reading() as session:
        theme = session.query(Theme).order_by(Theme.position).first()
        assert theme
    organizer.post(f"/console/{two.code}/final-vote/themes/{theme.id}/show")
    seen = []
    for page in range(3):
        seen.append(text_of(screen, f"/w/{two.code}/screen"))
        assert f"Page {page + 1} of" in seen[-1]
        assert f"Page {page + 1} of" in text_of(organizer, f"/console/{two.code}/final_vote")
        organizer.post(f"/console/{two.code}/screen/turn", {"go": "next"})
    assert len(set(seen)) == 3
    organizer.post(f"/console/{two.code}/final-vote/lists/show", {"listed": "broad"})
    assert "Page 2 of" not in text_of(screen, f"/w/{two.code}/screen")
    back = organizer.post(f"/console/{two.code}/screen/turn", {"go": "back"})
    assert back.status_code == 409


def overflow(page: Page) -> list[str]:
    """Elements outside the display or their box, after the page has been drawn."""
    found: list[str] = page.evaluate(
        """async () => {
          for (const frame of [1, 2]) await new Promise(requestAnimationFrame);
          const boxes = [document.documentElement, ...document.querySelectorAll(".result-list")];
          return boxes
            .filter((box) => box.scrollHeight > box.clientHeight + 2
                || box.scrollWidth > box.clientWidth + 2)
            .map((box) => [box.className, box.scrollWidth, box.scrollHeight].join());
        }"""
    )
    return found


def use_wide_fonts(page: Page) -> None:
    """From the next load on, use a font half as wide again as our own."""

    def widen(route: Route) -> None:
        answer = route.fetch()
        [font, *_] = re.findall(r"url\([^)]*noto-serif[^)]*woff2\S*\)", answer.text())
        wide = f'@font-face {{ font-family: "Wide"; src: {font}; size-adjust: 150% }}'
        route.fulfill(
            response=answer,
            body=f'{answer.text()}{wide} :root {{ --sans: "Wide"; --serif: "Wide" }}',
        )

    page.route("**/*.css", widen)


def reveal_all(room: Room, stages: int) -> None:
    """Vote on long recommendations in one or two stages, and reveal, with a message shown."""
    lengthen(room)
    if stages == 2:
        raters.open_first(room)
        raters.rate_by_taste(room)
        raters.close(room)
        reveal(room, (WORDS * 3)[:LONGEST].strip())
    else:
        with transaction() as session:
            actions.choose_stages(session, room.organizer, 1)
        for contest in electorate.open_final_vote(room):
            electorate.approve_by_taste(room, contest)
        electorate.close_all(room)
        with transaction() as session:
            actions.reveal_overall(session, room.organizer)
            show_whole(session, room.organizer)
    with transaction() as session:
        send_message(session, room.organizer, "Please bring your empty cups back.", None)


@pytest.mark.parametrize("stages", [1, 2])
def test_no_slide_is_larger_than_any_projector_in_whatever_font(
    two: Room, browser: Browser, stages: int
) -> None:
    reveal_all(two, stages)
    organizer, screen = two.organizer_visitor(), two.screen_visitor()
    with Server() as server:
        page = opened(browser, server, screen, f"/w/{two.code}/screen")
        for wide in (False, True):
            if wide:
                use_wide_fonts(page)
                organizer.post(f"/console/{two.code}/screen/turn", {"go": "back"})
            page.reload()
            expect(page.locator(".result-row").first).to_be_visible()
            page.evaluate("document.fonts.ready")
            for width, height in PROJECTORS:
                page.set_viewport_size({"width": width, "height": height})
                assert overflow(page) == [], (wide, width, height)
