"""The pages of the survey, for each role."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import request, url_for
from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.i18n import _, average, ngettext
from polling.people.models import Participant
from polling.screen import state
from polling.screen.reveal import Shown
from polling.survey import queries
from polling.survey.on_screen import on_screen, question, showable
from polling.survey.question_types.base import QuestionTally, QuestionView
from polling.survey.questionnaire import asked, fingerprint, minutes
from polling.web.shared_fragments import Mine
from polling.workshop.models import Workshop
from polling.workshop.settings import Settings

PARTS = ("answers", "tags")


@dataclass(frozen=True)
class FormLength:
    """The number of questions and the estimated duration, in words."""

    how_many: str
    how_long: str


@dataclass(frozen=True)
class Turnout:
    """The numbers of people who have answered, and who are asked."""

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
    """The number of people who have answered."""

    turnout: Turnout
    form_length: FormLength


@dataclass(frozen=True)
class ShownAnswers:
    """The revealed answers to one question, with a sentence about them."""

    key: str
    title: str
    shown: Shown
    sentence: str
    answered: str


@dataclass(frozen=True)
class ScreenPage:
    """The invitation, or the answers to a question.

    `qr` is the URL of the QR code for people who closed their page.
    """

    turnout: Turnout
    form_length: FormLength
    qr: str
    result: ShownAnswers | None


@dataclass(frozen=True)
class ConsolePage:
    """The released answers or the tags, as `part` says; `smallest` hides small counts.

    `waiting` is how many people's answers are not released yet.
    `showable` are the keys of the questions that the screen can show, and `result` is the one on
    it.
    """

    turnout: Turnout
    form_length: FormLength
    part: str
    smallest: int
    waiting: int
    tallies: list[QuestionTally]
    showable: list[str]
    result: ShownAnswers | None
    written: Callable[[QuestionTally], list[queries.Written]] = queries.written


@dataclass(frozen=True)
class Answered(Mine):
    """Whether a person has sent answers."""

    has_answered: bool = False


def mine(session: Session, workshop: Workshop, people: Sequence[Participant]) -> dict[int, Mine]:
    """Return who has answered."""
    answered = queries.who_answered(session, workshop.id, [person.id for person in people])
    return {person.id: Answered(has_answered=person.id in answered) for person in people}


def participant(session: Session, workshop: Workshop, mine: Answered) -> ParticipantPage:
    """Return the form, while the survey is open."""
    questions = asked(workshop)
    return ParticipantPage(
        form_length=_length(workshop),
        questions=questions,
        form_key=fingerprint(questions),
        has_answered=mine.has_answered,
    )


def facilitator(session: Session, workshop: Workshop, actor: Actor) -> FacilitatorPage:
    """Return the number of people who have answered."""
    return FacilitatorPage(turnout=_turnout(session, workshop), form_length=_length(workshop))


def screen(session: Session, workshop: Workshop) -> ScreenPage:
    """Return the invitation, or the answers to a question."""
    return ScreenPage(
        turnout=_turnout(session, workshop),
        form_length=_length(workshop),
        qr=url_for("people.qr_code", code=workshop.code),
        result=_result(session, workshop),
    )


def console(session: Session, workshop: Workshop) -> ConsolePage:
    """Return the turnout, and the part that the URL asks for."""
    part = request.args.get("part", "")
    return ConsolePage(
        turnout=_turnout(session, workshop),
        form_length=_length(workshop),
        part=part if part in PARTS else PARTS[0],
        smallest=Settings.model_validate(workshop.settings).smallest_cell,
        waiting=queries.waiting(queries.responses(session, workshop.id)),
        tallies=queries.tallies(session, workshop),
        showable=[one.asked.key for one in showable(session, workshop)],
        result=_result(session, workshop),
    )


def _result(session: Session, workshop: Workshop) -> ShownAnswers | None:
    tally, listed = question(session, workshop), on_screen(session, workshop)
    if tally is None or listed is None:
        return None
    mean = "" if tally.mean is None else _("Average: %(mean)s.", mean=average(tally.mean))
    asked_of = tally.asked_of or queries.answered(session, workshop.id)
    return ShownAnswers(
        key=tally.asked.key,
        title=tally.asked.question.text,
        shown=listed.shown(state.step(workshop)),
        sentence=mean or " ".join(tally.asked.type.remarks(tally)),
        answered=_("%(answered)s of %(of)s answered", answered=tally.answered, of=asked_of),
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
