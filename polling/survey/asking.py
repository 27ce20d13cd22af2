"""The questions as people see them, with what can be answered."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from polling.i18n import _
from polling.workshop.models import Sitting, Workshop
from polling.workshop_file.survey import Question

LONGEST_NAME = 200  # characters of a name in a workshop file
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Asked:
    """A question with what can be answered.

    `options` are the values that a phone sends, with the words for each; a text has none.
    """

    question: Question
    options: dict[str, str]

    @property
    def key(self) -> str:
        """What its answers are stored under."""
        return self.question.key

    @property
    def kind(self) -> str:
        """scale, yes_no, single, multiple or text."""
        return self.question.type

    def name(self, value: str) -> str:
        """What stands for an answer in a workshop file, where a session has no id."""
        of_agenda = self.question.options_from == "sessions"
        return self.options.get(value, "") if of_agenda else value


def questions_of(workshop: Workshop) -> list[Question]:
    """The workshop's questions, in order."""
    return [Question.model_validate(one) for one in workshop.survey]


def asked(workshop: Workshop) -> list[Asked]:
    """The workshop's questions with their options, in order."""
    sittings = workshop.sittings
    return [Asked(question, _options(question, sittings)) for question in questions_of(workshop)]


def _options(question: Question, sittings: Iterable[Sitting]) -> dict[str, str]:
    if question.type == "text":
        return {}
    if question.type == "scale":
        return {str(mark): str(mark) for mark in range(1, question.scale + 1)}
    if question.type == "yes_no":
        return {YES: _("Yes"), NO: _("No")}
    if question.options_from == "sessions":
        return {str(sitting.id): sitting_label(sitting) for sitting in sittings}
    return {option: option for option in question.options}


def sitting_label(sitting: Sitting) -> str:
    """A session of the agenda in one line, such as "A1 Follow the money"."""
    return f"{sitting.code} {sitting.title}".strip()[:LONGEST_NAME]


def fingerprint(questions: list[Asked]) -> str:
    """Another one whenever a question or an option is: the form on a phone is then made anew."""
    return hashlib.sha256(repr(questions).encode()).hexdigest()[:12]
