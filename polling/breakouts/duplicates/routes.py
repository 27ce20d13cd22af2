"""The review of recommendations that are alike: organizers' buttons, and groups' answers."""

from typing import Any

from flask import Blueprint, url_for

from polling import web
from polling.breakouts.drafting import binding
from polling.breakouts.duplicates.actions import merging as actions
from polling.breakouts.duplicates.payloads import (
    Answer,
    Decision,
    DismissedPair,
    DismissedPairs,
    Proposal,
    RecommendationPair,
    Transfer,
)
from polling.breakouts.models import Recommendation
from polling.core.access import Role, allow
from polling.core.db import transaction
from polling.core.i18n import _

blueprint = Blueprint("review", __name__)


@blueprint.post("/console/<code>/recommendations/keep")
@allow(Role.ORGANIZER)
def keep(code: str) -> Any:
    """Let two recommendations that are alike both stand."""
    two = web.parse(RecommendationPair)
    with transaction() as session:
        actions.keep(session, web.actor(), two.first, two.second)
    return web.done(to=_console(code))


@blueprint.post("/console/<code>/recommendations/keep-all")
@allow(Role.ORGANIZER)
def keep_all(code: str) -> Any:
    """Let recommendations that are alike stand beside each other."""
    given = web.parse(DismissedPair)
    with transaction() as session:
        actions.keep_all(session, web.actor(), given.kept, given.beside)
    return web.done(to=_console(code))


@blueprint.post("/console/<code>/recommendations/merge")
@allow(Role.ORGANIZER)
def propose(code: str) -> Any:
    """Ask the groups of two recommendations whether one text may replace both."""
    proposal = web.parse(Proposal)
    with transaction() as session:
        made = actions.propose(session, web.actor(), proposal)
    _share(made)
    return web.done(to=_console(code))


@blueprint.post("/console/<code>/recommendations/merge-all")
@allow(Role.ORGANIZER)
def propose_all(code: str) -> Any:
    """Ask the groups of several recommendations whether one of them may replace theirs."""
    given = web.parse(DismissedPairs)
    with transaction() as session:
        actions.propose_all(session, web.actor(), given.kept, given.others)
    return web.done(to=_console(code))


@blueprint.post("/console/<code>/recommendations/merge/<int:merging_id>/decide")
@allow(Role.ORGANIZER)
def decide(code: str, merging_id: int) -> Any:
    """Merge without the groups' answers, with a reason."""
    decision = web.parse(Decision)
    with transaction() as session:
        made = actions.decide(session, web.actor(), merging_id, reason=decision.reason)
    _share(made)
    return web.done()


@blueprint.post("/console/<code>/recommendations/merge/<int:merging_id>/undo")
@allow(Role.ORGANIZER)
def undo(code: str, merging_id: int) -> Any:
    """Bring both recommendations back as they were."""
    with transaction() as session:
        actions.undo(session, web.actor(), merging_id)
    return web.done()


@blueprint.post("/console/<code>/recommendations/move")
@allow(Role.ORGANIZER)
def transfer(code: str) -> Any:
    """Put a recommendation under another issue, of any theme."""
    wanted = web.parse(Transfer)
    with transaction() as session:
        actions.transfer(session, web.actor(), wanted.recommendation, wanted.issue)
    return web.done(_("Moved."))


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
    given = web.parse(Answer)
    with transaction() as session:
        made = actions.answer(session, web.actor(), merging_id, agrees=given.agrees)
    _share(made)
    return web.done()


def _share(made: Recommendation | None) -> None:
    """Let the phones of the group that goes on with it write in the merged text."""
    if made is not None and made.group_id is not None:
        binding.take_in(made.group_id)


def _console(code: str) -> str:
    return url_for("pages.console_stage", code=code, stage="breakouts", view="review")
