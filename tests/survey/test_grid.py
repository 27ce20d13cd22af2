"""Rankings and matrices: which answers are accepted, counted and suppressed."""

from typing import Any

import pytest
from flask import Flask

from polling.core.db import reading, transaction
from polling.core.errors import BadInput
from polling.survey import queries
from polling.survey.actions.showing import release
from polling.survey.models import SurveyResponse, SurveyTurnout
from polling.survey.question_types.base import AnswerOption, QuestionTally, QuestionView, tally
from polling.survey.questionnaire import checked
from polling.survey.questions import Question
from polling.workshop.models import Workshop
from polling.workshop_file.dump import dump
from polling.workshop_file.load import load
from polling.workshop_file.read import read
from polling.workshop_file.write import write
from tests.report.small_workshop import small_file
from tests.room import Room

OPTIONS = [
    AnswerOption(str(at), name, f"{name} session") for at, name in enumerate("ABCD", start=1)
]
RANKING = QuestionView(Question(key="best", type="ranking", text="Best?", places=2), OPTIONS)
MATRIX = QuestionView(
    Question(key="rate", type="matrix", text="How?", scale=3, max_label="Good"), OPTIONS
)


@pytest.mark.parametrize(
    "question, answer, stored",
    [
        pytest.param(RANKING, ["3", "1"], ["3", "1"], id="an order"),
        pytest.param(RANKING, ["3"], ["3"], id="not all places"),
        pytest.param(MATRIX, {"4": "3", "1": 1}, {"1": "1", "4": "3"}, id="marks"),
        pytest.param(MATRIX, {"4": "3", "1": ""}, {"4": "3"}, id="a mark and none"),
    ],
)
def test_an_answer_is_stored(question: QuestionView, answer: Any, stored: Any) -> None:
    assert checked({question.key: answer}, [question]) == {question.key: stored}


@pytest.mark.parametrize(
    "question, answer",
    [
        pytest.param(RANKING, ["1", "2", "3"], id="more than there are places"),
        pytest.param(RANKING, ["1", "1"], id="the same twice"),
        pytest.param(RANKING, ["9"], id="no option"),
        pytest.param(RANKING, "1", id="one value"),
        pytest.param(RANKING, {"1": "1"}, id="marks for a ranking"),
        pytest.param(MATRIX, {"1": "4"}, id="off the scale"),
        pytest.param(MATRIX, {"9": "1"}, id="a mark for no option"),
        pytest.param(MATRIX, {"1": {"2": "3"}}, id="an object for a mark"),
        pytest.param(MATRIX, ["1"], id="a list for marks"),
        pytest.param(MATRIX, {}, id="nothing"),
    ],
)
def test_what_does_not_fit_is_refused(question: QuestionView, answer: Any) -> None:
    with pytest.raises(BadInput):
        checked({question.key: answer}, [question])


def test_a_ranking_is_counted_by_places_and_stands_by_points() -> None:
    made = tally(RANKING, [{"best": ["3", "1"]}, {"best": ["3"]}, {"best": ["1", "2"]}, {}])
    assert made.answered == 3
    assert [(row.name, row.counts, row.points) for row in made.rows] == [
        ("C", [2, 0], 4),
        ("A", [1, 1], 3),
        ("B", [0, 1], 1),
        ("D", [0, 0], 0),
    ]


def test_a_matrix_is_counted_by_marks_in_the_order_of_the_options() -> None:
    made = tally(
        MATRIX, [{"rate": {"1": "3", "2": "1"}}, {"rate": {"1": "2"}}, {"rate": {"9": "1"}}]
    )
    assert made.answered == 2
    assert [(row.name, row.counts, row.mean) for row in made.rows] == [
        ("A", [0, 1, 1], 2.5),
        ("B", [1, 0, 0], 1.0),
    ]


def test_a_chart_has_its_figures_behind_it() -> None:
    made = tally(RANKING, [{"best": ["3", "1"]}, {"best": ["3"]}]).chart("Best?")
    assert made
    assert made.table().columns == ["Answer", "rank 2", "rank 1", "People", "Points"]
    assert made.table().rows[0] == ["C session", 0, 2, 2, "4"]
    assert "C session" in made.svg()


ASKED = [
    {"key": "rate", "type": "matrix", "text": "How?", "options_from": "sessions"},
    {"key": "best", "type": "ranking", "text": "Best?", "options": ["x", "y"], "places": 1},
]


def asked_room(app: Flask) -> Room:
    room = Room.of(app, small_file(survey=ASKED))
    room.go("lobby")
    room.join(6)
    with transaction() as session:
        one, two = session.get_one(Workshop, room.workshop_id).sessions
        for at, person in enumerate(room.participants):
            marks = {str(one.id): str(1 + at % 5)} | ({str(two.id): "5"} if at < 4 else {})
            answers = {"rate": marks, "best": ["y"]}
            session.add(SurveyTurnout(workshop_id=room.workshop_id, participant_id=person))
            session.add(SurveyResponse(workshop_id=room.workshop_id, key=str(at), answers=answers))
        session.flush()
        release(session, session.get_one(Workshop, room.workshop_id))
    return room


def tallies(room: Room) -> list[QuestionTally]:
    with reading() as session:
        return queries.tallies(session, session.get_one(Workshop, room.workshop_id))


def test_what_few_people_gave_a_mark_is_shown_to_nobody(room: Room) -> None:
    made = tallies(asked_room(room.app))
    assert [row.words for row in made[0].rows] == ["A1 – Who pays?"]
    assert made[0].grid == {"A1": {"1": 2, "2": 1, "3": 1, "4": 1, "5": 1}}


def test_both_go_into_the_file_and_come_back_the_same(room: Room) -> None:
    asked = asked_room(room.app)
    with reading() as session:
        first = write(dump(session, session.get_one(Workshop, asked.workshop_id)))
    with transaction() as session:
        copy = load(session, read(first)).id
    with reading() as session:
        assert write(dump(session, session.get_one(Workshop, copy))) == first
    assert read(first).results.survey[1].grid == {"y": {"1": 6}}


def test_both_are_on_the_phone_and_in_the_console(room: Room) -> None:
    asked = asked_room(room.app)
    with transaction() as session:
        session.get_one(Workshop, asked.workshop_id).survey_open = True
    phone = asked.participant_visitor().get(f"/w/{asked.code}/survey").text
    assert (phone.count("data-row="), phone.count('data-ranking="1"')) == (12, 1)
    organizer = asked.organizer_visitor()
    answers = organizer.get(f"/console/{asked.code}/survey").text
    assert "Items with fewer than 5 ratings are hidden." in answers
    assert 'id="survey-rate-title"' in answers
    questions = organizer.get(f"/console/{asked.code}/setup?section=survey").text
    assert "a rating for each item" in questions


def test_both_can_be_added_and_edited(room: Room) -> None:
    organizer, base = room.organizer_visitor(), f"/console/{room.code}/survey/questions"
    new = {"type": "matrix", "text": "How was each?", "options_from": "sessions"}
    assert organizer.post(base, new).status_code == 200
    assert organizer.post(base, {"type": "ranking", "text": "Which?"}).status_code == 400
    assert (
        organizer.post(base, {"type": "ranking", "text": "Which?", "options": "a\nb"}).status_code
        == 200
    )
    with reading() as session:
        kinds = [one["type"] for one in session.get_one(Workshop, room.workshop_id).survey]
    assert kinds[-2:] == ["matrix", "ranking"]
