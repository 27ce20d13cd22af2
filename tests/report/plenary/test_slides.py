"""The report on the screen: every section in its order, each issue by itself, no annex."""

import pytest

from polling.report.document import document
from polling.report.figures.facts import Report
from polling.report.slides.slides import slides
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
        "What should be done next",
        "Who took part",
        "Summary",
        "Agenda",
        "Thematic areas",
        "Corruption",
        "Coordination",
        "Feedback",
        "What should be better?",
        "Next steps",
    ]


def test_an_issue_has_a_slide_of_its_own_with_its_recommendations(made: Report) -> None:
    shown = [str(slide.blocks) for slide in slides(document(made)) if slide.title == "Corruption"]
    told = made.themes[0].told
    for issue in told:
        (alone,) = [one for one in shown if issue.headline in one and "Points" in one]
        assert all(one.text in alone for one in issue.recommendations)


def test_the_screen_shows_the_slide_until_it_is_taken_off(day: Room, console: Visitor) -> None:
    assert "Thank you" in day.screen_visitor().get(f"/w/{day.code}/screen").text
    page = show(day, console, 0)
    assert "<h1>What should be done next</h1>" in page
    assert "Two days, <em>one</em> river." in page
    assert "1 of " in page
    assert "Thank you" in show(day, console, "")


def test_beyond_the_last_slide_is_the_last(day: Room, console: Visitor) -> None:
    assert "<h1>Next steps</h1>" in show(day, console, 900)


def test_the_console_turns_the_slides(day: Room, console: Visitor) -> None:
    assert "Show it on the screen" in console.get(f"/console/{day.code}/closed").text
    show(day, console, 1)
    page = console.get(f"/console/{day.code}/closed").text
    assert "<strong>Who took part</strong>" in page
