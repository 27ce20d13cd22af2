"""The review of recommendations that are alike: organizers' buttons, and groups' answers."""

from typing import Any

from flask import Blueprint, url_for

from polling import http
from polling.access import Role, allow
from polling.breakouts.drafting import home
from polling.breakouts.models import Recommendation
from polling.breakouts.review.actions import merging as actions
from polling.breakouts.review.payloads import (
    Answer,
    Decision,
    Kept,
    KeptForAll,
    Proposal,
    Transfer,
    Two,
)
from polling.db import transaction
from polling.i18n import _

blueprint = Blueprint("review", __name__)


@blueprint.post("/console/<code>/recommendations/keep")
@allow(Role.ORGANIZER)
def keep(code: str) -> Any:
    """Let two recommendations that are alike both stand."""
    two = http.parse(Two)
    with transaction() as session:
        actions.keep(session, http.actor(), two.first, two.second)
    return http.done(to=_console(code))


@blueprint.post("/console/<code>/recommendations/keep-all")
@allow(Role.ORGANIZER)
def keep_all(code: str) -> Any:
    """Let recommendations that are alike stand beside each other."""
    given = http.parse(Kept)
    with transaction() as session:
        actions.keep_all(session, http.actor(), given.kept, given.beside)
    return http.done(to=_console(code))


@blueprint.post("/console/<code>/recommendations/merge")
@allow(Role.ORGANIZER)
def propose(code: str) -> Any:
    """Ask the groups of two recommendations whether one text may replace both."""
    proposal = http.parse(Proposal)
    with transaction() as session:
        made = actions.propose(session, http.actor(), proposal)
    _share(made)
    return http.done(to=_console(code))


@blueprint.post("/console/<code>/recommendations/merge-all")
@allow(Role.ORGANIZER)
def propose_all(code: str) -> Any:
    """Ask the groups of several recommendations whether one of them may replace theirs."""
    given = http.parse(KeptForAll)
    with transaction() as session:
        actions.propose_all(session, http.actor(), given.kept, given.others)
    return http.done(to=_console(code))


@blueprint.post("/console/<code>/recommendations/merge/<int:merging_id>/decide")
@allow(Role.ORGANIZER)
def decide(code: str, merging_id: int) -> Any:
    """Merge without the groups' answers, with a reason."""
    decision = http.parse(Decision)
    with transaction() as session:
        made = actions.decide(session, http.actor(), merging_id, reason=decision.reason)
    _share(made)
    return http.done()


@blueprint.post("/console/<code>/recommendations/merge/<int:merging_id>/undo")
@allow(Role.ORGANIZER)
def undo(code: str, merging_id: int) -> Any:
    """Bring both recommendations back as they were."""
    with transaction() as session:
        actions.undo(session, http.actor(), merging_id)
    return http.done()


@blueprint.post("/console/<code>/recommendations/move")
@allow(Role.ORGANIZER)
def transfer(code: str) -> Any:
    """Put a recommendation under another issue, of any theme."""
    wanted = http.parse(Transfer)
    with transaction() as session:
        actions.transfer(session, http.actor(), wanted.recommendation, wanted.issue)
    return http.done(_("Moved."))


@blueprint.post("/w/<code>/merge/<int:merging_id>")
@allow(Role.PARTICIPANT)
def participant_answer(code: str, merging_id: int) -> Any:
    """A member says in their group whether two recommendations may become one."""
    return _answer(merging_id)


@blueprint.post("/w/<code>/facilitator/merge/<int:merging_id>")
@allow(Role.FACILITATOR)
def facilitator_answer(code: str, merging_id: int) -> Any:
    """A facilitator answers for the group whether two recommendations become one."""
    return _answer(merging_id)


def _answer(merging_id: int) -> Any:
    given = http.parse(Answer)
    with transaction() as session:
        made = actions.answer(session, http.actor(), merging_id, agrees=given.agrees)
    _share(made)
    return http.done()


def _share(made: Recommendation | None) -> None:
    """Let the phones of the group that goes on with it write in the merged text."""
    if made is not None and made.group_id is not None:
        home.take_in(made.group_id)


def _console(code: str) -> str:
    return url_for("pages.console_stage", code=code, stage="breakouts", view="review")
