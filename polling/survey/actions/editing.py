"""The organizers' actions on the survey: editing the questions, opening and closing."""

from collections.abc import Mapping
from itertools import count
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from polling.contests import imported_results
from polling.contests.casting.idempotency import first_of_next_round
from polling.contests.secure_deletion import hide_order, sweep_soon
from polling.core.access import Actor
from polling.core.db import on_commit
from polling.core.edit_conflicts import merged
from polling.core.errors import BadInput, Conflict, NotFound
from polling.core.i18n import _
from polling.live import announce
from polling.setup.actions.common import place
from polling.survey import queries
from polling.survey.actions.showing import release
from polling.survey.forms import MOST_QUESTIONS, NewQuestion, QuestionText
from polling.survey.models import SurveyResponse, SurveyTurnout
from polling.survey.question_types import QUESTION_TYPES, type_of
from polling.survey.questions import Question
from polling.workshop.log import record
from polling.workshop.models import Workshop
from polling.workshop.queries import workshop_of

Stored = dict[str, Any]


def set_open(session: Session, actor: Actor, *, is_open: bool) -> None:
    """Open the survey at any stage, or close it. A closed survey can be reopened.

    Raises:
        Conflict: there are no questions, or the workshop is closed for good.
    """
    workshop = workshop_of(session, actor)
    if is_open and not workshop.survey:
        raise Conflict(_("No questions yet."))
    if workshop.survey_open == is_open:
        return
    if is_open:
        imported_results.require_not_final(session, workshop)
    workshop.survey_open = is_open
    if not is_open:
        release(session, workshop)
        _level_revisions(session, workshop)
        hide_order(session, [workshop.id], SurveyTurnout, SurveyResponse)
        on_commit(session, sweep_soon)  # changed answers leave old copies in the database
    _finish(session, actor, workshop, "survey-opened" if is_open else "survey-closed")


def _level_revisions(session: Session, workshop: Workshop) -> None:
    """Begin the next round of revisions, in which all answers are equal."""
    mine = SurveyResponse.workshop_id == workshop.id
    highest = session.scalar(select(func.max(SurveyResponse.revision)).where(mine)) or 0
    level = first_of_next_round(highest)
    session.execute(update(SurveyResponse).where(mine).values(revision=level))


def add(session: Session, actor: Actor, new: NewQuestion) -> None:
    """Add a question at the end, also while people are answering."""
    workshop = workshop_of(session, actor)
    if len(workshop.survey) >= MOST_QUESTIONS:
        raise Conflict(
            _("Too many items. Enter no more than %(max_length)s.", max_length=MOST_QUESTIONS)
        )
    question = Question(key=_new_key(workshop), **new.model_dump()).model_dump()
    _require_options(question)
    workshop.survey = _sound([*workshop.survey, question])
    _finish(session, actor, workshop, "question-added", question=new.text)


def edit(session: Session, actor: Actor, key: str, text: QuestionText) -> None:
    """Change a question's text, or its possible answers."""
    workshop = _unanswered(session, actor)
    held = _question(workshop, key)
    whole = Question.model_validate(held).model_dump()
    new = merged(whole, text.values(), text.seen)
    _require_options(new)
    workshop.survey = _sound([new if one is held else one for one in workshop.survey])
    _finish(session, actor, workshop, "question-edited", question=text.text)


def move(session: Session, actor: Actor, key: str, direction: str) -> None:
    """Move a question one place up or down."""
    workshop = _unanswered(session, actor)
    question = _question(workshop, key)
    workshop.survey = _sound(place(workshop.survey, question, direction))
    _finish(session, actor, workshop, "question-moved", question=question["text"])


def remove(session: Session, actor: Actor, key: str) -> None:
    """Delete a question."""
    workshop = _unanswered(session, actor)
    question = _question(workshop, key)
    workshop.survey = _sound([one for one in workshop.survey if one is not question])
    _finish(session, actor, workshop, "question-removed", question=question["text"])


def _unanswered(session: Session, actor: Actor) -> Workshop:
    """Return the workshop. Raises Conflict if somebody has answered, which locks the questions."""
    workshop = workshop_of(session, actor)
    if queries.answered(session, workshop.id):
        raise Conflict(
            _("People have answered, so these questions are locked. You can add new questions.")
        )
    return workshop


def _question(workshop: Workshop, key: str) -> Stored:
    found = next((one for one in workshop.survey if one["key"] == key), None)
    if found is None:
        raise NotFound(_("This item no longer exists."))
    return found


def _sound(survey: list[Stored]) -> list[Stored]:
    """Return the questions. Raises Conflict if one depends on an answer that no earlier one has."""
    answers: dict[str, Mapping[str, str]] = {}
    for question in map(Question.model_validate, survey):
        needed = question.only_if
        if needed and needed.answer not in answers.get(needed.question, {}):
            trouble = _(
                "Nothing was changed, because the question “%(question)s” depends on an earlier "
                "answer. Change its condition first.",
                question=question.text,
            )
            raise Conflict(trouble)
        answers[question.key] = type_of(question).conditions(question)
    return survey


def _require_options(question: Stored) -> None:
    needs_options = "options" in QUESTION_TYPES[question["type"]].fields
    if needs_options and not question["options"] and not question["options_from"]:
        raise BadInput(_("Add possible answers to this question."))


def _new_key(workshop: Workshop) -> str:
    taken = {question["key"] for question in workshop.survey}
    return next(key for number in count(1) if (key := f"question_{number}") not in taken)


def _finish(session: Session, actor: Actor, workshop: Workshop, action: str, **detail: Any) -> None:
    record(session, actor, action, **detail)
    announce.changed(session, workshop, "survey")
