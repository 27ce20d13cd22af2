"""The check that an answer fits its question."""

from collections.abc import Mapping
from typing import Any

from polling.core.default_texts import translate_default
from polling.core.errors import BadInput
from polling.core.i18n import _
from polling.core.text import clean
from polling.survey.question_view import QuestionView

LONGEST_TEXT = 2_000  # characters of one answer


def checked(given: Mapping[str, Any], questions: list[QuestionView]) -> dict[str, Any]:
    """The answers as stored: a value, a list of values, marks by value or a text, by question key.

    Empty ones are left out, as are those to questions that an organizer has meanwhile removed,
    or that are not asked after the answers to earlier ones.
    Raises BadInput with every answer that does not fit, and if nothing is left.
    """
    problems: list[dict[str, str]] = []
    kept: dict[str, Any] = {}
    for question in questions:
        if not question.is_for(kept):
            continue
        try:
            answer = _fitting(given.get(question.key), question)
        except ValueError:
            problems.append({"place": question.key, "message": _misfit(question)})
        else:
            kept |= {} if answer in (None, "", [], {}) else {question.key: answer}
    if problems:
        raise BadInput(_("Please look at these questions again."), problems=problems)
    if not kept:
        raise BadInput(_("Please answer at least one question."))
    return kept


def _misfit(question: QuestionView) -> str:
    return _(
        "“%(question)s” has other answers than this.",
        question=translate_default(question.question.text),
    )


def _fitting(answer: Any, question: QuestionView) -> Any:
    """The answer in its stored form; ValueError if the question does not have it."""
    if answer in (None, ""):
        return None
    if question.kind == "text":
        return _text(answer)
    if question.kind == "multiple":
        return _several(answer, question)
    if question.kind == "ranking":
        return _ranked(answer, question)
    if question.kind == "matrix":
        return _rated(answer, question)
    return _one(str(answer), question)


def _text(answer: Any) -> str:
    if not isinstance(answer, str) or len(answer) > LONGEST_TEXT:
        raise ValueError
    return clean(answer)


def _several(answer: Any, question: QuestionView) -> list[str]:
    if not isinstance(answer, list) or len(answer) > len(question.values):
        raise ValueError
    chosen = {_one(str(one), question) for one in answer}
    return [value for value in question.values if value in chosen]


def _ranked(answer: Any, question: QuestionView) -> list[str]:
    """The options in order, the first being the best."""
    if not isinstance(answer, list) or len(answer) > question.question.places:
        raise ValueError
    ranked = [_one(str(one), question) for one in answer]
    if len(set(ranked)) < len(ranked):
        raise ValueError
    return ranked


def _rated(answer: Any, question: QuestionView) -> dict[str, str]:
    """The mark of each option that was given one."""
    if not isinstance(answer, dict) or len(answer) > len(question.values):
        raise ValueError
    marks = {_one(str(value), question): str(mark) for value, mark in answer.items() if mark}
    if not set(marks.values()) <= set(question.steps):
        raise ValueError
    return {value: marks[value] for value in question.values if value in marks}


def _one(answer: str, question: QuestionView) -> str:
    if answer not in question.values:
        raise ValueError
    return answer
