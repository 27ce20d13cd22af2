"""The plain page and its forms."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, flash, redirect, request, session, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from polling import web
from polling.contests.casting import actions as casting
from polling.contests.casting.contest_snapshots import snapshot
from polling.contests.casting.receipts import Keys, ballot_keys
from polling.contests.forms import BallotPayload, ChosenContest
from polling.contests.models import Ballot
from polling.core.access import Role, allow
from polling.core.db import reading, transaction
from polling.core.errors import BadInput
from polling.core.i18n import _
from polling.people.models import Participant
from polling.plain_html import ballots, receipt_cookie
from polling.survey.actions import answering
from polling.survey.forms import Answers
from polling.survey.models import SurveyResponse
from polling.survey.questionnaire import asked
from polling.web.shown_reader import require_own_page
from polling.workshop import queries

blueprint = Blueprint("plain", __name__)
MOST_ATTEMPTS = 20  # others of this browser may arrive at the same time
SURVEY, READER = "survey", "-reader"  # a name that no question can have


@blueprint.get("/w/<code>/plain")
@allow(Role.PARTICIPANT)
@web.page
def page(code: str) -> str:
    """Show what the participant can answer now: one plain form, or links to several.

    Several forms on one page would lose what was filled in when another is sent.
    """
    return _page(web.page_session(), request.args.get("form", ""), {})


def _page(db: Session, about: str, given: ballots.Fields, refusal: str = "") -> str:
    workshop = queries.workshop_of(db, web.actor())
    person = db.get_one(Participant, web.actor().participant_id)
    shown = ballots.open_ballots(db, workshop, person)
    questions = asked(workshop) if workshop.survey_open else []
    # Receipts are created before the form is sent, so that a form sent twice counts once.
    stored = _stored(db, [*(one.contest.id for one in shown), *([SURVEY] if questions else [])])
    forms = {one.contest.id: one.title or one.task for one in shown}
    if questions:
        forms[SURVEY] = _("How was the workshop?")
    only = next(iter(forms)) if len(forms) == 1 else ""
    chosen = about if about in forms else only
    return web.render(
        "plain_html/participant.html",
        workshop=workshop,
        forms=forms,
        chosen=chosen,
        ballots=[one for one in shown if one.contest.id == chosen],
        questions=questions if chosen == SURVEY else [],
        given=given,
        refusal=refusal if about == chosen else "",
        refused_elsewhere=refusal if about != chosen or not chosen else "",
        is_own=stored.__contains__,
        reader=person.id,
    )


@blueprint.post("/w/<code>/plain/ballots")
@allow(Role.PARTICIPANT)
def cast(code: str) -> Any:
    """Count a ballot."""
    fields = request.form.to_dict(flat=False)
    contest_id = request.form.get("contest", "")
    return _answer(code, contest_id, fields, lambda: _cast(contest_id, fields))


def _cast(contest_id: str, fields: ballots.Fields) -> None:
    contest_id = web.parse(ChosenContest, {"contest": contest_id}).contest
    kind = ballots.form_kind(snapshot(contest_id))
    choices = ballots.choices(kind, fields)
    if not choices:
        raise BadInput(_("Choose something first, or abstain."))

    def send(receipt: str, revision: int) -> None:
        ballot = web.parse(
            BallotPayload,
            {
                "contest": contest_id,
                "receipt": receipt,
                "revision": revision,
                "choices": choices,
                "concerns": ballots.concerns(fields),
            },
        )
        app = current_app
        casting.cast(app.extensions["ballots"], app.config["SECRET_KEY"], web.actor(), ballot)

    _send(contest_id, send)


@blueprint.post("/w/<code>/plain/survey")
@allow(Role.PARTICIPANT)
def answer(code: str) -> Any:
    """Store the answers to the survey."""
    fields = request.form.to_dict(flat=False)
    return _answer(code, SURVEY, fields, lambda: _answer_survey(fields))


def _answer_survey(fields: ballots.Fields) -> None:
    def send(receipt: str, revision: int) -> None:
        with transaction(web.actor().workshop_id) as db:
            questions = asked(queries.workshop_of(db, web.actor()))
            answers = {view.key: view.type.from_form(view, fields) for view in questions}
            given = web.parse(
                Answers, {"receipt": receipt, "revision": revision, "answers": answers}
            )
            answering.answer(db, current_app.config["SECRET_KEY"], web.actor(), given)

    _send(SURVEY, send)


def _send(about: str, send: Callable[[str, int], None]) -> None:
    """Send with the next revision that the server accepts as new."""
    with reading() as db:
        sent = _stored(db, [about]).get(about, 0)
    for _attempt in range(MOST_ATTEMPTS):
        try:
            return send(_receipt(about), sent + 1)
        except casting.StaleBallot as refusal:
            sent = refusal.stored
    raise casting.StaleBallot(sent)


def _stored(db: Session, abouts: list[str]) -> dict[str, int]:
    """Return the revisions that are stored under this browser's receipts, in two queries."""
    keys = {about: _keys(about) for about in abouts}
    votes = select(Ballot.contest_id, Ballot.revision).where(
        Ballot.contest_id.in_(abouts), Ballot.key.in_(key for own in keys.values() for key in own)
    )
    stored = {one.contest_id: one.revision for one in db.execute(votes)}
    if SURVEY in keys:
        answers = select(SurveyResponse.revision).where(
            SurveyResponse.workshop_id == web.actor().workshop_id,
            SurveyResponse.key.in_(keys[SURVEY]),
        )
        answered = db.scalar(answers)
        if answered is not None:
            stored[SURVEY] = answered
    return stored


def _keys(about: str) -> Keys:
    purpose = f"survey:{web.actor().workshop_id}" if about == SURVEY else about
    secret = current_app.config["SECRET_KEY"]
    return ballot_keys(secret, purpose, web.actor().participant_id, _receipt(about))


def _receipt(about: str) -> str:
    return receipt_cookie.receipt_for(session, _own(about))


def _own(about: str) -> str:
    """Include the participant, as people share phones, and equal ballots need different
    receipts.
    """
    return f"{web.actor().participant_id}:{about}"


def _answer(code: str, about: str, fields: ballots.Fields, act: Callable[[], None]) -> Any:
    """Return to the page; an invalid form is shown as filled in."""
    require_own_page(web.actor(), request.form.get(READER, ""))
    try:
        act()
    except BadInput as refusal:
        with reading() as db:
            return _page(db, about, fields, str(refusal.message)), refusal.status
    flash(_("Saved."))
    back: Response = redirect(url_for("plain.page", code=code), code=303)
    return back
