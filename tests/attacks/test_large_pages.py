"""In a workshop with many issues or questions, the console renders one part at a time."""

from flask import Flask

from polling.core.db import reading
from polling.ranking import pages as ranking
from polling.setup.sections import MOST_CONDITIONS, MOST_ISSUES
from polling.survey.forms import MOST_QUESTIONS
from polling.workshop.models import Theme
from polling.workshop_file.schema import WorkshopFile
from tests.room import Room


def crowded(app: Flask) -> Room:
    issues = [{"headline": f"Issue {number}"} for number in range(MOST_ISSUES // 2 + 1)]
    themes = [{"title": title, "issues": issues} for title in ("First", "Second")]
    return Room.of(app, WorkshopFile.model_validate({"title": "Crowded", "themes": themes}))


def test_the_setup_has_the_forms_of_one_theme(app: Flask) -> None:
    room = crowded(app)
    console = room.organizer_visitor()
    with reading() as session:
        ids = [theme.id for theme in session.query(Theme).order_by(Theme.position)]
    for number, asked in enumerate(["", f"?details={ids[1]}"]):
        page = console.get(f"/console/{room.code}/setup{asked}").text
        assert page.count('name="second_headline"') == MOST_ISSUES // 2 + 1
        assert f'id="add-issues-{ids[number]}"' in page
        assert f'id="add-issues-{ids[1 - number]}"' not in page
        assert f"setup?details={ids[1 - number]}#theme-{ids[1 - number]}" in page


def test_the_ranking_draws_the_result_of_one_theme(app: Flask) -> None:
    assert ranking.MOST_DRAWN == MOST_ISSUES
    room = crowded(app)
    room.go("lobby")
    room.join(6)
    room.go("ranking")
    room.rank_everything()
    console = room.organizer_visitor()
    page = console.get(f"/console/{room.code}/ranking").text
    assert "<svg" not in page.split("<main")[1]
    first, second = (contest.id for contest in room.contests())
    page = console.get(f"/console/{room.code}/ranking?details={first}").text
    assert f'id="numbers-{first}"' in page
    assert f'id="numbers-{second}"' not in page
    assert f"ranking?details={second}#numbers-{second}" in page


def long_survey(app: Flask) -> Room:
    """The largest survey: each question could depend on 60 answers to each earlier one."""
    options = [f"Answer {number}" for number in range(60)]
    questions = [
        {"key": f"q{number}", "type": "single", "text": f"Question {number}?", "options": options}
        for number in range(MOST_QUESTIONS)
    ]
    file = {"title": "Long", "themes": [{"title": "Only"}], "survey": questions}
    return Room.of(app, WorkshopFile.model_validate(file))


def test_the_setup_has_the_form_of_one_question_of_the_largest_survey(app: Flask) -> None:
    room = long_survey(app)
    console, address = room.organizer_visitor(), f"/console/{room.code}/setup?section=survey"
    closed, opened = (console.get(f"{address}{asked}").text for asked in ("", "&details=q39"))
    assert "question-q39-edit" not in closed
    assert "setup?section=survey&amp;details=q39#question-q39" in closed
    assert '<details id="question-q39-details" open>' in opened
    assert "question-q38-edit" not in opened
    most = 2 * MOST_QUESTIONS * 60  # to change this question, and to add another one
    assert opened.count("<option value=") < most + 20
    assert 'value="q38=Answer 59"' in opened


def test_a_usual_survey_has_all_forms_on_one_page(room: Room) -> None:
    page = room.organizer_visitor().get(f"/console/{room.code}/setup?section=survey").text
    assert "details=" not in page
    assert page.count('name="only_if"') > 1
    assert page.count("<option value=") < MOST_CONDITIONS
