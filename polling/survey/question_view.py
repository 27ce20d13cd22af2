"""The questions as people see them, with what can be answered."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from polling.core.i18n import _
from polling.survey.questions import Question
from polling.workshop.models import AgendaSession, Workshop

YES, NO = "yes", "no"


@dataclass(frozen=True)
class AnswerOption:
    """Something to choose: the value that a phone sends, its name in a file, and its words."""

    value: str
    name: str
    words: str


@dataclass(frozen=True)
class QuestionView:
    """A question with what can be chosen; a text has no options."""

    question: Question
    options: list[AnswerOption]

    @property
    def key(self) -> str:
        """What its answers are stored under."""
        return self.question.key

    @property
    def kind(self) -> str:
        """scale, yes_no, single, multiple, ranking, matrix or text."""
        return self.question.type

    def is_for(self, answers: Mapping[str, Any]) -> bool:
        """Whether it is asked of somebody who answered the earlier ones like this."""
        needed = self.question.only_if
        return needed is None or needed.answer in _several(answers.get(needed.question))

    @property
    def steps(self) -> list[str]:
        """The places of a ranking, or the marks of a matrix."""
        highest = self.question.places if self.kind == "ranking" else self.question.scale
        return [str(step) for step in range(1, highest + 1)]

    @property
    def values(self) -> list[str]:
        """What a phone may send."""
        return [option.value for option in self.options]


def minutes(questions: Iterable[QuestionView]) -> int:
    """About how long it takes to answer all of them on a phone."""
    return max(1, round(sum(_seconds(one) for one in questions) / 60))


def _seconds(asked: QuestionView) -> int:
    """A guess for people who read in a second language: a tap, a list, a row each, or two lines."""
    if asked.kind == "text":
        return 45
    if asked.kind == "matrix":
        return 10 + 8 * len(asked.options)
    return 20 if asked.kind in ("multiple", "ranking") else 10


def _several(answer: Any) -> list[Any]:
    return answer if isinstance(answer, list) else [answer]


def asked(workshop: Workshop) -> list[QuestionView]:
    """The workshop's questions with their options, in order; none about sessions without any."""
    questions = [Question.model_validate(one) for one in workshop.survey]
    every = [QuestionView(one, _options(one, workshop.sittings)) for one in questions]
    return [one for one in every if one.options or not one.question.options_from]


def _options(question: Question, sittings: Iterable[AgendaSession]) -> list[AnswerOption]:
    if question.type == "text":
        return []
    if question.type == "scale":
        return [_plain(str(mark)) for mark in range(1, question.scale + 1)]
    if question.type == "yes_no":
        return [AnswerOption(YES, YES, _("Yes")), AnswerOption(NO, NO, _("No"))]
    if question.options_from == "sessions":
        return [_session(sitting) for sitting in sittings]
    return [_plain(option) for option in question.options]


def _plain(text: str) -> AnswerOption:
    return AnswerOption(text, text, text)


def _session(sitting: AgendaSession) -> AnswerOption:
    # Its id outlives a corrected title; a file, which has no ids, says the code.
    words = f"{sitting.code} {sitting.title}".strip()
    return AnswerOption(str(sitting.id), sitting.code or sitting.title, words)


def fingerprint(questions: list[QuestionView]) -> str:
    """Another one whenever a question or an option is: the form on a phone is then made anew."""
    return hashlib.sha256(repr(questions).encode()).hexdigest()[:12]
