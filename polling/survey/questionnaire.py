"""The form that people answer: the workshop's questions with their options, and validation."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from polling.core.default_texts import translate_default
from polling.core.errors import BadInput
from polling.core.i18n import _
from polling.survey.question_types import type_of
from polling.survey.question_types.base import AnswerOption, QuestionView
from polling.survey.questions import Question
from polling.workshop.models import AgendaSession, Workshop

MOST_KEPT = 16  # surveys


def asked(workshop: Workshop) -> list[QuestionView]:
    """Return the questions with their options, in order; none about sessions if there are none."""
    questions = _questions(json.dumps(workshop.survey))
    views = [QuestionView(one, _options(one, workshop.sessions)) for one in questions]
    return [view for view in views if view.options or not view.question.options_from]


@lru_cache(MOST_KEPT)  # a page asks several times, and cleaning 2,400 options takes 70 ms
def _questions(survey: str) -> list[Question]:
    return [Question.model_validate(stored) for stored in json.loads(survey)]


def _options(question: Question, sessions: Iterable[AgendaSession]) -> list[AnswerOption]:
    question_type = type_of(question)
    if question.options_from == "sessions" and "options" in question_type.fields:
        return list(_sessions(sessions))
    return question_type.options(question)


def _sessions(sessions: Iterable[AgendaSession]) -> Iterator[AnswerOption]:
    """Yield the sessions. Two with one name stay apart, or their sum would disclose a hidden count.

    An id survives a corrected title. Files have no ids, so they use the code.
    """
    taken = Counter[str]()
    for session in sessions:
        name = session.code or session.title
        taken[name] += 1
        label = " – ".join(filter(None, [session.code, session.title]))
        unique = name if taken[name] == 1 else f"{name} ({taken[name]})"
        yield AnswerOption(str(session.id), unique, label)


def minutes(questions: Iterable[QuestionView]) -> int:
    """Estimate how many minutes it takes to answer all of them on a phone, at least 1."""
    return max(1, round(sum(view.type.seconds(view) for view in questions) / 60))


def fingerprint(questions: list[QuestionView]) -> str:
    """Return a hash that changes with any question or option, so that phones reload the form."""
    return hashlib.sha256(repr(questions).encode()).hexdigest()[:12]


def checked(answers: Mapping[str, Any], questions: list[QuestionView]) -> dict[str, Any]:
    """Validate answers by question key, and return them as stored.

    Leaves out empty answers, answers to deleted questions, and answers to questions that the
    earlier answers exclude.

    Raises:
        BadInput: lists every invalid answer; also raised if no answer is left.
    """
    problems: list[dict[str, str]] = []
    kept: dict[str, Any] = {}
    for view in questions:
        answer = answers.get(view.key)
        if answer in (None, "") or not view.is_for(kept):
            continue
        try:
            stored = view.type.check(answer, view)
        except ValueError:
            problems.append({"place": view.key, "message": _misfit(view)})
        else:
            kept |= {view.key: stored} if stored else {}
    if problems:
        raise BadInput(_("Check these questions."), problems=problems)
    if not kept:
        raise BadInput(_("Answer at least one question."))
    return kept


def _misfit(view: QuestionView) -> str:
    return _(
        "Choose one of the answers to “%(question)s”.",
        question=translate_default(view.question.text),
    )
