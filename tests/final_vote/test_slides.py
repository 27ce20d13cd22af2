"""Results on the projector: every word of them, on as many pages as that takes."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from polling.contests.models import FINALISTS
from polling.core.db import reading, transaction
from polling.facilitation.actions import send_message
from polling.final_vote import actions
from polling.final_vote.queries import ResultRow
from polling.final_vote.slides import Line, slide
from polling.final_vote.two_stages.short_titles import LONGEST
from polling.recommendations.models import Recommendation
from polling.workshop.models import Issue, Theme
from tests.browsing import opened
from tests.final_vote import electorate, raters
from tests.final_vote.two_stages.test_pages import text_of
from tests.room import Room
from tests.server import Server

PROJECTORS = ((1920, 1080), (1280, 720), (1024, 768))
WORDS = "ministries of the interior should agree on a common procedure for requests from abroad, "


def standing(rank: int, text: str) -> ResultRow:
    return ResultRow(
        recommendation=Recommendation(id=rank, original=text, actors=[], action="", by=""),
        issue=Issue(),
        rank=rank,
        approvals=0,
        eligible=0,
        electorate=None,
        made_cut=True,
        probability=None,
    )


def lines(*lengths: int) -> list[Line]:
    """Recommendations whose texts are this long."""
    return [
        Line(place, standing(place, "x" * length), "Wildlife")
        for place, length in enumerate(lengths, start=1)
    ]


def pages(*lengths: int, message: str = "") -> list[tuple[int, str]]:
    """How many are on each page, and how it is laid out."""
    found = [slide(lines(*lengths), 0, message)]
    found += [slide(lines(*lengths), at, message) for at in range(1, found[0].of)]
    return [(len(one.lines), one.layout) for one in found]


@pytest.mark.parametrize(
    "lengths, expected",
    [
        pytest.param([60] * 3, [(3, "few")], id="a few are large"),
        pytest.param([70] * 10, [(10, "some")], id="ten short titles are seen together"),
        pytest.param([70] * 13, [(7, "some"), (6, "some")], id="pages are even"),
        pytest.param([180] * 8, [(4, "some"), (4, "some")], id="whole sentences take more room"),
        pytest.param([2000, 60], [(1, "few"), (1, "few")], id="what fits nowhere has its own page"),
    ],
)
def test_a_page_holds_what_fits(lengths: list[int], expected: list[tuple[int, str]]) -> None:
    assert pages(*lengths) == expected


def test_a_message_to_everybody_leaves_less_room() -> None:
    assert len(pages(*[100] * 8)) == 1
    assert len(pages(*[100] * 8, message="Coffee is outside.")) == 2


def test_after_the_last_page_comes_none() -> None:
    assert slide(lines(*[400] * 9), 99).at == slide(lines(*[400] * 9), 0).of - 1


def revealed(room: Room, title: str = "") -> None:
    """Everything is revealed; the finalists' titles all are `title`."""
    raters.open_first(room)
    raters.rate_by_taste(room)
    raters.close(room)
    final = raters.confirm(room)
    with transaction() as session:
        found = session.get_one(type(final), final.id)
        found.rule = found.rule | {"titles": {str(one): title for one in final.options}}
    electorate.approve_by_taste(room, raters.open_second(room))
    raters.close(room, FINALISTS)
    with transaction() as session:
        actions.reveal_overall(session, room.organizer)


def lengthen(room: Room) -> None:
    """Everything that groups wrote is as long as its fields allow."""
    with transaction() as session:
        for one in session.query(Recommendation):
            one.action = (WORDS * 10)[:600].strip()


def test_the_first_of_all_themes_have_the_titles_of_the_ballot(two: Room) -> None:
    revealed(two, "Freeze what was stolen")
    screen = text_of(two.screen_visitor(), f"/w/{two.code}/screen")
    assert screen.count("Freeze what was stolen") >= 10
    assert "…" not in screen


def test_the_organizer_turns_the_pages(two: Room) -> None:
    revealed(two)
    organizer, screen = two.organizer_visitor(), two.screen_visitor()
    with reading() as session:
        theme = session.query(Theme).order_by(Theme.position).first()
        assert theme
    organizer.post(f"/console/{two.code}/final-vote/themes/{theme.id}/show")
    seen = []
    for page in range(3):
        organizer.post(f"/console/{two.code}/final-vote/page", {"page": str(page)})
        seen.append(text_of(screen, f"/w/{two.code}/screen"))
        assert f"Page {page + 1} of" in seen[-1]
        assert f"Page {page + 1} of" in text_of(organizer, f"/console/{two.code}/final_vote")
    assert len(set(seen)) == 3
    organizer.post(f"/console/{two.code}/final-vote/lists/show", {"listed": "common"})
    assert "Page 2 of" not in text_of(screen, f"/w/{two.code}/screen")
    assert organizer.post(f"/console/{two.code}/final-vote/page", {"page": "-1"}).status_code == 400


def overflow(page: Page) -> list[str]:
    """What is beyond the edges of the display, or of its box, once the page has been drawn."""
    found: list[str] = page.evaluate(
        """async () => {
          for (const frame of [1, 2]) await new Promise(requestAnimationFrame);
          const boxes = [document.documentElement, ...document.querySelectorAll(".reveal")];
          return boxes
            .filter((box) => box.scrollHeight > box.clientHeight + 2
                || box.scrollWidth > box.clientWidth + 2)
            .map((box) => [box.className, box.scrollWidth, box.scrollHeight].join());
        }"""
    )
    return found


def use_wide_fonts(page: Page) -> None:
    """From the next load on, set everything in a font half as large again as our own."""

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
    """Long recommendations are voted on in one or two stages, and revealed, beside a message."""
    lengthen(room)
    if stages == 2:
        revealed(room, (WORDS * 3)[:LONGEST].strip())
    else:
        with transaction() as session:
            actions.choose_stages(session, room.organizer, 1)
        for contest in electorate.open_final_vote(room):
            electorate.approve_by_taste(room, contest)
        electorate.close_all(room)
        with transaction() as session:
            actions.reveal_overall(session, room.organizer)
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
        many = int((page.locator("header .num").text_content() or "").split()[-1])
        for at in (0, 1):
            organizer.post(f"/console/{two.code}/final-vote/page", {"page": str(at)})
            if at == 1:
                use_wide_fonts(page)
            page.reload()
            expect(page.locator("header .num")).to_have_text(f"Page {at + 1} of {many}")
            page.evaluate("document.fonts.ready")
            for width, height in PROJECTORS:
                page.set_viewport_size({"width": width, "height": height})
                assert overflow(page) == [], (at, width, height)
