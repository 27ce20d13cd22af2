"""The report on the screen: all sections in order, each issue separately, no annex."""

import pytest

from polling.report.data.report_data import Report
from polling.report.document import publication as document
from polling.report.slides import slides
from tests.room import Room
from tests.visitor import Visitor


@pytest.fixture
def console(day: Room) -> Visitor:
    day.go("closed")
    return day.organizer_visitor()


def show(day: Room, console: Visitor, slide: object) -> str:
    answer = console.post(f"/console/{day.code}/report/screen", {"slide": slide})
    assert answer.status_code == 200, answer.json
    return day.screen_visitor().get(f"/w/{day.code}/screen").text


def test_slides_are_the_report_in_its_order_without_annexes(made: Report) -> None:
    titles = [slide.title for slide in slides(document(made))]
    assert list(dict.fromkeys(titles)) == [
        "Summary",
        "Introduction",
        "Who took part",
        "Agenda",
        "How priorities were set",
        "How to read the numbers",
        "1 Corruption",
        "1.1 Nobody reads the declarations",
        "1.2 Scanners stand still",
        "2 Coordination",
        "2.1 Every agency has its own form",
        "2.2 Lists are secret",
        "Feedback",
        "What should be better?",
        "Next steps",
    ]


def test_an_issue_has_a_separate_slide_with_its_recommendations(made: Report) -> None:
    shown = {slide.title: str(slide.blocks) for slide in slides(document(made))}
    for issue in made.themes[0].told:
        alone = shown[f"{issue.reference} {issue.headline}"]
        assert all(one.text in alone for one in issue.recommendations)


def test_the_screen_shows_the_slide_until_it_is_taken_off(day: Room, console: Visitor) -> None:
    assert "Thank you" in day.screen_visitor().get(f"/w/{day.code}/screen").text
    assert "<h1>Summary</h1>" in show(day, console, 0)
    page = show(day, console, 1)
    assert "<h1>Introduction</h1>" in page
    assert "Two days, <em>one</em> river." in page
    assert "2 of " in page
    assert "Thank you" in show(day, console, "")


def test_beyond_the_last_slide_is_the_last(day: Room, console: Visitor) -> None:
    assert "<h1>Next steps</h1>" in show(day, console, 900)


def test_the_console_turns_the_slides(day: Room, console: Visitor) -> None:
    assert "Show on screen" in console.get(f"/console/{day.code}/closed").text
    show(day, console, 1)
    page = console.get(f"/console/{day.code}/closed").text
    assert "<strong>Introduction</strong>" in page
