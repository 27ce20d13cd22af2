"""Simulated people answer every kind of question through the form."""

import random
from types import SimpleNamespace
from typing import Any

from polling.core.db import reading, transaction
from polling.rehearsal.acts.surveying import _answers
from polling.rehearsal.html_tree import read
from polling.survey.questionnaire import asked, checked
from polling.workshop.models import Workshop
from tests.report.small_workshop import small_file
from tests.room import Room
from tests.survey.test_grid import ASKED


def test_orders_and_marks_are_answered_as_the_server_takes_them(room: Room) -> None:
    asking = Room.of(room.app, small_file(survey=ASKED))
    asking.go("lobby")
    with transaction() as session:
        session.get_one(Workshop, asking.workshop_id).survey_open = True
    page = read(asking.participant_visitor().get(f"/w/{asking.code}/survey").text)
    phone: Any = SimpleNamespace(browser=SimpleNamespace(mind=random.Random))
    answers = _answers(phone, page.all("survey-form")[0])
    with reading() as session:
        kept = checked(answers, asked(session.get_one(Workshop, asking.workshop_id)))
    assert sorted(kept) == ["best", "rate"]
