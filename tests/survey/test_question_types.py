"""Every registered question type is complete, from the phone's form to the exported tables."""

import random
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args

import pytest

from polling.core.db import reading, transaction
from polling.core.errors import BadInput
from polling.rehearsal.acts.surveying import _answers
from polling.rehearsal.html_tree import read
from polling.report.queries import report
from polling.report.sections.survey import feedback
from polling.report.tables import tables
from polling.survey.actions.showing import release
from polling.survey.models import SurveyResponse, SurveyTurnout
from polling.survey.question_types import QUESTION_TYPES
from polling.survey.questionnaire import asked, checked, minutes
from polling.survey.questions import Kind, Question
from polling.workshop.models import Workshop
from tests.report.small_workshop import small_file
from tests.room import Room

FILE_FORMAT = Path(__file__).parents[2] / "docs" / "workshop-file.md"


@dataclass
class Answered:
    """A room in which six people have answered one question as simulated people do."""

    room: Room
    answer: Any

    def console(self, page: str) -> str:
        path = f"/console/{self.room.code}/{page}"
        return self.room.organizer_visitor().get(path).text


@pytest.fixture(params=QUESTION_TYPES)
def key(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def answered(room: Room, key: str) -> Answered:
    question: dict[str, Any] = {"key": "asked", "type": key, "text": "What do you think?"}
    if "options" in QUESTION_TYPES[key].fields:
        question |= {"options": ["Tea", "Coffee", "Water"]}
    asking = Room.of(room.app, small_file(survey=[question]))
    asking.go("lobby")
    asking.join(6)
    with transaction() as session:
        session.get_one(Workshop, asking.workshop_id).survey_open = True
    page = read(asking.participant_visitor().get(f"/w/{asking.code}/survey").text)
    with transaction() as session:
        questions = asked(session.get_one(Workshop, asking.workshop_id))
        answer = checked(_filled_in(page), questions)
        for at, person in enumerate(asking.participants):
            turnout = SurveyTurnout(workshop_id=asking.workshop_id, participant_id=person)
            response = SurveyResponse(workshop_id=asking.workshop_id, key=str(at), answers=answer)
            session.add_all([turnout, response])
        session.flush()
        release(session, session.get_one(Workshop, asking.workshop_id))
    return Answered(asking, answer["asked"])


def _filled_in(page: Any) -> dict[str, Any]:
    """The first answers of a simulated participant; some skip a question."""
    form = page.all("survey-form")[0]
    for seed in range(20):
        generator = random.Random(seed)
        phone: Any = SimpleNamespace(browser=SimpleNamespace(mind=lambda _, g=generator: g))
        if answers := _answers(phone, form):
            return answers
    raise AssertionError("The rehearsal finds nothing to answer in this form.")


def test_the_file_format_knows_every_type(key: str) -> None:
    assert set(get_args(Kind)) == set(QUESTION_TYPES)
    assert f"`{key}`" in FILE_FORMAT.read_text(encoding="utf-8")


def test_every_type_names_fields_of_a_question(key: str) -> None:
    assert QUESTION_TYPES[key].fields <= set(Question.model_fields)


def test_an_answer_that_no_form_can_send_is_refused(key: str, answered: Answered) -> None:
    with reading() as session:
        (view,) = asked(session.get_one(Workshop, answered.room.workshop_id))
        with pytest.raises(BadInput):
            checked({"asked": {"no option": {"at": "all"}}}, [view])
        assert minutes([view]) == 1


def test_the_report_counts_what_the_form_sends(key: str, answered: Answered) -> None:
    with reading() as session:
        made = report(session, session.get_one(Workshop, answered.room.workshop_id))
    (tally,) = made.survey.tallies
    assert tally.answered == 6
    assert tally.chart("Title") or tally.texts
    assert feedback(made)
    exported = [table for table in tables(made) if table.name in {"survey", "survey grid"}]
    assert any(table.rows for table in exported)


def test_the_console_shows_its_label_and_its_answers(key: str, answered: Answered) -> None:
    assert str(QUESTION_TYPES[key].label) in answered.console("setup?section=survey")
    shown = answered.console("survey")
    assert "6 of 6 answered." in shown
