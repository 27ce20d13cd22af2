"""The survey, for each role."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import request, url_for
from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.i18n import ngettext
from polling.setup.edit_conflicts import mark
from polling.survey import queries
from polling.survey.form import asked, fingerprint, minutes
from polling.survey.question_types import QUESTION_TYPES
from polling.survey.question_types.base import QuestionTally, QuestionType, QuestionView
from polling.workshop.models import Workshop
from polling.workshop.settings import Settings

PARTS = ("answers", "tags", "questions")


@dataclass(frozen=True)
class FormLength:
    """How many questions there are and about how long they take, in words."""

    how_many: str
    how_long: str


@dataclass(frozen=True)
class Turnout:
    """How many people have answered, of how many who are asked."""

    answered: int
    present: int


@dataclass(frozen=True)
class ParticipantPage:
    """The form, while the survey is open."""

    form_length: FormLength
    questions: list[QuestionView]
    form_key: str
    has_answered: bool


@dataclass(frozen=True)
class FacilitatorPage:
    """How many have answered."""

    turnout: Turnout
    form_length: FormLength


@dataclass(frozen=True)
class ScreenPage:
    """The invitation; `qr` is the address of the QR code for people who closed their page."""

    turnout: Turnout
    form_length: FormLength
    qr: str


@dataclass(frozen=True)
class ConsolePage:
    """The answers, the tags or the questions, as `part` says; `smallest` hides small counts."""

    turnout: Turnout
    form_length: FormLength
    part: str
    smallest: int
    tallies: list[QuestionTally]
    question_types: Mapping[str, QuestionType] = field(default_factory=lambda: QUESTION_TYPES)
    mark: Callable[..., str] = mark
    written: Callable[[QuestionTally], list[queries.Written]] = queries.written


def participant(session: Session, workshop: Workshop, actor: Actor) -> ParticipantPage:
    """The form, while the survey is open."""
    questions = asked(workshop)
    return ParticipantPage(
        form_length=_length(workshop),
        questions=questions,
        form_key=fingerprint(questions),
        has_answered=queries.has_answered(session, workshop.id, actor.participant_id or 0),
    )


def facilitator(session: Session, workshop: Workshop, actor: Actor) -> FacilitatorPage:
    """How many have answered."""
    return FacilitatorPage(turnout=_turnout(session, workshop), form_length=_length(workshop))


def screen(session: Session, workshop: Workshop) -> ScreenPage:
    """The invitation."""
    qr = url_for("people.qr_code", code=workshop.code)
    return ScreenPage(turnout=_turnout(session, workshop), form_length=_length(workshop), qr=qr)


def console(session: Session, workshop: Workshop) -> ConsolePage:
    """The turnout, and the part that the address asks for."""
    part = request.args.get("part", "")
    return ConsolePage(
        turnout=_turnout(session, workshop),
        form_length=_length(workshop),
        part=part if part in PARTS else PARTS[0],
        smallest=Settings.model_validate(workshop.settings).smallest_cell,
        tallies=queries.tallies(session, workshop),
    )


def _length(workshop: Workshop) -> FormLength:
    questions = asked(workshop)
    return FormLength(
        ngettext("%(num)s question", "%(num)s questions", len(questions)),
        ngettext("about %(num)s minute", "about %(num)s minutes", minutes(questions)),
    )


def _turnout(session: Session, workshop: Workshop) -> Turnout:
    return Turnout(
        answered=queries.answered(session, workshop.id),
        present=queries.may_answer(session, workshop.id),
    )
