"""The review of recommendations that are alike: organizers' buttons, and groups' answers."""

from typing import Any

from flask import Blueprint, url_for
from sqlalchemy.orm import Session

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
from polling.core.access import Actor, Role, allow
from polling.core.db import transaction
from polling.core.i18n import _
from polling.recommendations.models import Recommendation
from polling.web.commands import Done, command

blueprint = Blueprint("review", __name__)


@command(blueprint, "/console/<code>/recommendations/keep", Role.ORGANIZER)
def keep(session: Session, actor: Actor, two: RecommendationPair, code: str) -> Done:
    """Let two recommendations that are alike both stand."""
    actions.keep(session, actor, two.first, two.second)
    return Done(to=_console(code))


@command(blueprint, "/console/<code>/recommendations/keep-all", Role.ORGANIZER)
def keep_all(session: Session, actor: Actor, given: DismissedPair, code: str) -> Done:
    """Let recommendations that are alike stand beside each other."""
    actions.keep_all(session, actor, given.kept, given.beside)
    return Done(to=_console(code))


@blueprint.post("/console/<code>/recommendations/merge")
@allow(Role.ORGANIZER)
def propose(code: str) -> Any:
    """Ask the groups of two recommendations whether one text may replace both."""
    proposal = web.parse(Proposal)
    with transaction() as session:
        made = actions.propose(session, web.actor(), proposal)
    _share(made)
    return web.done(to=_console(code))


@command(blueprint, "/console/<code>/recommendations/merge-all", Role.ORGANIZER)
def propose_all(session: Session, actor: Actor, given: DismissedPairs, code: str) -> Done:
    """Ask the groups of several recommendations whether one of them may replace theirs."""
    actions.propose_all(session, actor, given.kept, given.others)
    return Done(to=_console(code))


@blueprint.post("/console/<code>/recommendations/merge/<int:merging_id>/decide")
@allow(Role.ORGANIZER)
def decide(code: str, merging_id: int) -> Any:
    """Merge without the groups' answers, with a reason."""
    decision = web.parse(Decision)
    with transaction() as session:
        made = actions.decide(session, web.actor(), merging_id, reason=decision.reason)
    _share(made)
    return web.done()


@command(blueprint, "/console/<code>/recommendations/merge/<int:merging_id>/undo", Role.ORGANIZER)
def undo(session: Session, actor: Actor, merging_id: int) -> None:
    """Bring both recommendations back as they were."""
    actions.undo(session, actor, merging_id)


@command(blueprint, "/console/<code>/recommendations/move", Role.ORGANIZER)
def transfer(session: Session, actor: Actor, wanted: Transfer) -> str:
    """Put a recommendation under another issue, of any theme."""
    actions.transfer(session, actor, wanted.recommendation, wanted.issue)
    return _("Moved.")


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
