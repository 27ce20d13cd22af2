"""The questions of a workshop."""

from typing import Any

import pytest

from polling.survey.questionnaire import asked
from polling.survey.questions import Question
from polling.workshop.models import Workshop


def test_the_questions_are_cleaned_once_until_they_change(monkeypatch: pytest.MonkeyPatch) -> None:
    cleaned: list[str] = []
    validate = Question.model_validate

    def note(stored: dict[str, Any]) -> Question:
        cleaned.append(stored["text"])
        return validate(stored)

    monkeypatch.setattr(Question, "model_validate", note)
    texts = ["Was the room of this test warm?", "Was it cold?"]
    for number, text in enumerate(texts, start=1):
        for _page in range(2):
            workshop = Workshop(survey=[{"key": "warm", "type": "yes_no", "text": text}])
            assert [view.question.text for view in asked(workshop)] == [text]
        assert cleaned == texts[:number]
