"""Edited wordings for print: the organizers' form, and the groups' answers."""

from flask import Blueprint
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.edit_conflicts import Seen
from polling.core.i18n import _
from polling.report.actions import print_wording
from polling.report.forms import Answer, Reworded
from polling.web.commands import command

blueprint = Blueprint("wording", __name__)


@command(
    blueprint,
    "/console/<code>/report/recommendations/<int:recommendation_id>/wording",
    Role.ORGANIZER,
)
def edit(session: Session, actor: Actor, words: Reworded, recommendation_id: int) -> str:
    """Edit a recommendation's wording for print."""
    print_wording.edit(session, actor, recommendation_id, words)
    return _("Saved.")


@command(
    blueprint,
    "/console/<code>/report/recommendations/<int:recommendation_id>/wording/withdraw",
    Role.ORGANIZER,
)
def withdraw(session: Session, actor: Actor, shown: Seen, recommendation_id: int) -> None:
    """Print the voted wording again."""
    print_wording.withdraw(session, actor, recommendation_id, shown.seen)


@command(
    blueprint,
    "/w/<code>/report/wording/<int:recommendation_id>",
    Role.PARTICIPANT,
    endpoint="participant_answer",
)
@command(
    blueprint,
    "/w/<code>/facilitator/report/wording/<int:recommendation_id>",
    Role.FACILITATOR,
    endpoint="facilitator_answer",
)
def answer(session: Session, actor: Actor, given: Answer, recommendation_id: int) -> None:
    """Answer for the group whether the edited wording may be printed."""
    print_wording.answer(session, actor, recommendation_id, given)
