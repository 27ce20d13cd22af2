"""The review of similar recommendations: the organizers' buttons, and the groups' answers."""

from flask import Blueprint, url_for
from sqlalchemy.orm import Session

from polling.breakouts.duplicates import actions
from polling.breakouts.duplicates.forms import (
    Answer,
    Decision,
    DismissedPair,
    DismissedPairs,
    Proposal,
    RecommendationPair,
    Transfer,
)
from polling.core.access import Actor, Role
from polling.core.i18n import _
from polling.web.commands import Done, command

blueprint = Blueprint("review", __name__)


@command(blueprint, "/console/<code>/recommendations/keep", Role.ORGANIZER)
def keep(session: Session, actor: Actor, two: RecommendationPair, code: str) -> Done:
    """Keep two similar recommendations."""
    actions.keep(session, actor, two.first, two.second, seen=two.seen)
    return Done(to=_console(code))


@command(blueprint, "/console/<code>/recommendations/keep-all", Role.ORGANIZER)
def keep_all(session: Session, actor: Actor, given: DismissedPair, code: str) -> Done:
    """Keep several similar recommendations."""
    actions.keep_all(session, actor, given.kept, given.beside)
    return Done(to=_console(code))


@command(blueprint, "/console/<code>/recommendations/merge", Role.ORGANIZER)
def propose(session: Session, actor: Actor, proposal: Proposal, code: str) -> Done:
    """Ask the groups of two recommendations whether one text may replace both."""
    actions.propose(session, actor, proposal)
    return Done(to=_console(code))


@command(blueprint, "/console/<code>/recommendations/merge-all", Role.ORGANIZER)
def propose_all(session: Session, actor: Actor, given: DismissedPairs, code: str) -> Done:
    """Ask the groups of several recommendations whether one of them may replace theirs."""
    actions.propose_all(session, actor, given.kept, given.others, seen=given.seen)
    return Done(to=_console(code))


@command(blueprint, "/console/<code>/recommendations/merge/<int:merging_id>/decide", Role.ORGANIZER)
def decide(session: Session, actor: Actor, decision: Decision, merging_id: int) -> None:
    """Merge without the groups' answers, with a reason."""
    actions.decide(session, actor, merging_id, reason=decision.reason, seen=decision.seen)


@command(blueprint, "/console/<code>/recommendations/merge/<int:merging_id>/undo", Role.ORGANIZER)
def undo(session: Session, actor: Actor, merging_id: int) -> None:
    """Bring both recommendations back as they were."""
    actions.undo(session, actor, merging_id)


@command(blueprint, "/console/<code>/recommendations/move", Role.ORGANIZER)
def transfer(session: Session, actor: Actor, wanted: Transfer) -> str:
    """Move a recommendation to another issue, of any theme."""
    actions.transfer(session, actor, wanted.recommendation, wanted.issue)
    return _("Moved.")


@command(
    blueprint,
    "/w/<code>/merge/<int:merging_id>",
    Role.PARTICIPANT,
    endpoint="participant_answer",
)
@command(
    blueprint,
    "/w/<code>/facilitator/merge/<int:merging_id>",
    Role.FACILITATOR,
    endpoint="facilitator_answer",
)
def answer(session: Session, actor: Actor, given: Answer, merging_id: int) -> None:
    """Answer, for oneself or the group, whether two recommendations may be merged."""
    actions.answer(session, actor, merging_id, agrees=given.agrees, seen=given.seen)


def _console(code: str) -> str:
    return url_for("pages.console_stage", code=code, stage="breakouts", view="review")
