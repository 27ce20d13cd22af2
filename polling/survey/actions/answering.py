"""Opening and closing the survey, and storing answers."""

from typing import Any

from sqlalchemy.orm import Session

from polling.contests.casting.actions import StaleBallot, UnknownReceipt
from polling.contests.casting.idempotency import Arrival, arrival
from polling.contests.casting.receipts import Keys, ballot_keys
from polling.core.access import Actor
from polling.core.clock import milliseconds, now
from polling.core.errors import WorkshopError
from polling.core.i18n import _, get_locale
from polling.core.shared_transactions import Rows
from polling.live import announce
from polling.people.models import Participant
from polling.survey.forms import Answers
from polling.survey.models import SurveyResponse, SurveyTurnout
from polling.survey.question_types.base import QuestionView
from polling.survey.questionnaire import asked, checked
from polling.workshop.models import Workshop
from polling.workshop.queries import workshop_of
from polling.workshop.version_cache import cached_for_phones


class SurveyClosed(WorkshopError):
    """The answers arrived while the survey was closed, and were not counted."""

    code = "survey-closed"


def open_survey(session: Session, workshop: Workshop) -> None:
    """Open the survey to everybody, at any stage."""
    workshop.survey_open = True


def rows_of_answers(secret: str, actor: Actor, given: Answers) -> Rows:
    """Return the rows that `answer` gets for somebody who has answered before."""
    own = _keys(secret, actor, given.receipt).own
    return [
        (Workshop, (actor.workshop_id,)),
        (Participant, (actor.participant_id,)),
        (SurveyResponse, (actor.workshop_id, own)),
    ]


def answer(session: Session, secret: str, actor: Actor, given: Answers) -> dict[str, Any]:
    """Store a set of answers, replacing an earlier one; returns {"ok", "counted_at": ms}."""
    workshop = workshop_of(session, actor)
    answers = checked(given.answers, _asked(workshop))
    stored, key = _stored(session, secret, actor, given.receipt)
    same = stored is not None and stored.answers == answers
    before = stored.revision if stored else 0
    came = arrival(given.revision, before, same=same)
    if came is not Arrival.KNOWN:
        _require_open(session, actor, workshop)
        if came is Arrival.STALE:
            raise StaleBallot(before)
        stored = stored or _first(session, actor, workshop, key)
        stored.revision, stored.answers = given.revision, answers
    return {"ok": True, "counted_at": milliseconds(now())}


def _asked(workshop: Workshop) -> list[QuestionView]:
    """Return the questions, read once for the whole room: it takes a fifth of the request."""
    return cached_for_phones(workshop, ("asked", str(get_locale())), lambda: asked(workshop))


def _stored(
    session: Session, secret: str, actor: Actor, receipt: str
) -> tuple[SurveyResponse | None, str]:
    """Return the participant's earlier answers, if any, and the key for new ones."""
    keys = _keys(secret, actor, receipt)
    stored = session.get(SurveyResponse, (actor.workshop_id, keys.own))
    if stored is None and _has_answered(session, actor):
        stored = session.get(SurveyResponse, (actor.workshop_id, keys.earlier))
    return stored, keys.own


def _keys(secret: str, actor: Actor, receipt: str) -> Keys:
    return ballot_keys(secret, f"survey:{actor.workshop_id}", actor.participant_id, receipt)


def _has_answered(session: Session, actor: Actor) -> bool:
    return session.get(SurveyTurnout, (actor.workshop_id, actor.participant_id)) is not None


def _require_open(session: Session, actor: Actor, workshop: Workshop) -> None:
    if workshop.survey_open:
        return
    if not _has_answered(session, actor):
        raise SurveyClosed(_("The survey is closed. Your answers were not saved."))
    raise SurveyClosed(
        _(
            "The survey is closed. Your latest answers were not saved; your earlier answers "
            "still count."
        )
    )


def _first(session: Session, actor: Actor, workshop: Workshop, key: str) -> SurveyResponse:
    _require_first(session, actor)
    stored = SurveyResponse(workshop_id=workshop.id, key=key)
    session.add(stored)
    announce.changed(session, workshop, "answers")
    return stored


def _require_first(session: Session, actor: Actor) -> None:
    """Record that a person has answered. Raises UnknownReceipt for a second receipt."""
    if _has_answered(session, actor):
        raise UnknownReceipt(
            _(
                "You have already answered on another phone or in another browser. "
                "Change your answers there."
            )
        )
    session.add(SurveyTurnout(workshop_id=actor.workshop_id, participant_id=actor.participant_id))
