"""Content that is too long for the screen continues on the next slide, without losses."""

from typing import Any

from playwright.sync_api import Browser
from sqlalchemy import select

from polling.core.db import transaction
from polling.recommendations.models import Recommendation
from polling.report.document import publication as document
from polling.report.document_blocks import (
    Block,
    Entries,
    Entry,
    Item,
    Paragraph,
    Points,
    Prose,
    Table,
)
from polling.report.slides import portions, slides
from polling.workshop.models import Workshop
from tests.browser_page import opened
from tests.conftest import Served
from tests.report import small_workshop
from tests.report.conftest import report_of
from tests.room import Room

LONG = " ".join(f"word{number}" for number in range(250))
SMALLEST_LETTERS = """() => {
  const texts = [...document.querySelectorAll(".drawn :is(p, td, th, dt, dd, caption, .figures)")];
  const shown = texts.filter((one) => one.getClientRects().length && one.textContent.trim());
  return Math.min(...shown.map((one) => parseFloat(getComputedStyle(one).fontSize)));
}"""
PROJECTOR = {"width": 1920, "height": 1080}


def test_a_long_table_keeps_its_head_on_each_slide_and_all_its_rows() -> None:
    table = Table("All", ["Name", "Count"], [[f"row {number}", number] for number in range(40)])
    parts = [one for portion in portions([table]) for one in portion]
    assert len(parts) > 1
    assert {(one.caption, tuple(one.columns)) for one in parts} == {("All", ("Name", "Count"))}  # type: ignore[union-attr]
    assert [row for one in parts for row in one.rows] == table.rows  # type: ignore[union-attr]


def test_an_issue_s_lead_stands_above_each_part_of_its_recommendations() -> None:
    below = [Item(text=f"{number} {LONG}") for number in range(5)]
    issue = Item(lead="Permits can be bought", text="Why", items=below)
    parts = [one.items[0] for portion in portions([Points([issue])]) for one in portion]  # type: ignore[union-attr]
    assert {one.lead for one in parts} == {"Permits can be bought"}
    assert [inner for one in parts for inner in one.items] == below
    assert [one.text for one in parts if one.text] == ["Why"]


def test_recommendations_on_a_slide_have_one_header() -> None:
    table = Entries(["Ref.", "Recommendation"], [Entry("1.1.1", "short"), Entry("1.1.2", "short")])
    assert list(portions([table])) == [[table]]


def test_what_fits_stays_together() -> None:
    blocks: list[Block] = [Paragraph("one"), Prose("two\n\nthree"), Points([Item(text="four")])]
    assert len(list(portions(blocks))) == 1


def test_no_slide_is_higher_than_the_screen(served: Served, browser: Browser) -> None:
    room = _full_of_words(served)
    too_high = "document.documentElement.scrollHeight > innerHeight"
    assert not any(_on_each_slide(room, served, browser, too_high))


def test_the_room_can_read_the_letters_of_each_slide(served: Served, browser: Browser) -> None:
    room = small_workshop.whole_day(served[1])
    room.go("closed")
    assert min(_on_each_slide(room, served, browser, SMALLEST_LETTERS)) >= 31.5


def _on_each_slide(room: Room, served: Served, browser: Browser, script: str) -> list[Any]:
    """The results of a script on each slide of the report on the screen."""
    page = opened(browser, served[0], room.screen_visitor(), f"/w/{room.code}/screen")
    page.set_viewport_size(PROJECTOR)  # type: ignore[arg-type]
    console = room.organizer_visitor()
    found = []
    for number in range(_slides(room)):
        console.post(f"/console/{room.code}/report/screen", {"slide": number})
        page.reload()
        found.append(page.evaluate(script))
    return found


def _slides(room: Room) -> int:
    return len(slides(document(report_of(room))))


def _full_of_words(served: Served) -> Room:
    room = small_workshop.whole_day(served[1])
    room.go("closed")
    with transaction() as session:
        workshop = session.get_one(Workshop, room.workshop_id)
        workshop.prose = {**workshop.prose, "chairs_note": "\n\n".join([LONG] * 4)}
        theme = workshop.themes[0]
        theme.description = LONG
        issue = next(one for one in theme.issues if one.priority == 1)
        issue.rationale = LONG
        chosen = select(Recommendation).where(Recommendation.issue_id == issue.id)
        for one in session.scalars(chosen):
            one.rationale = LONG
    return room
