"""Other words for print: the organizer's form, and the answers of the groups."""

from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from polling import web
from polling.core.access import Actor, Role, allow
from polling.core.db import transaction
from polling.core.i18n import _
from polling.report.actions import wording
from polling.report.payloads import Answer, Reworded
from polling.web.commands import command

blueprint = Blueprint("wording", __name__)


@command(
    blueprint,
    "/console/<code>/report/recommendations/<int:recommendation_id>/wording",
    Role.ORGANIZER,
)
def edit(session: Session, actor: Actor, words: Reworded, recommendation_id: int) -> str:
    """Print a recommendation in other words than those that were voted on."""
    wording.edit(session, actor, recommendation_id, words)
    return _("Saved.")


@command(
    blueprint,
    "/console/<code>/report/recommendations/<int:recommendation_id>/wording/withdraw",
    Role.ORGANIZER,
)
def withdraw(session: Session, actor: Actor, recommendation_id: int) -> None:
    """Print it as it was voted on."""
    wording.withdraw(session, actor, recommendation_id)


@blueprint.post("/w/<code>/report/wording/<int:recommendation_id>")
@allow(Role.PARTICIPANT)
def participant_answer(code: str, recommendation_id: int) -> Any:
    """A member answers for their group whether other words may be printed."""
    return _answer(recommendation_id)


@blueprint.post("/w/<code>/facilitator/report/wording/<int:recommendation_id>")
@allow(Role.FACILITATOR)
def facilitator_answer(code: str, recommendation_id: int) -> Any:
    """A facilitator answers for the group whether other words may be printed."""
    return _answer(recommendation_id)


def _answer(recommendation_id: int) -> Any:
    given = web.parse(Answer)
    with transaction() as session:
        wording.answer(session, web.actor(), recommendation_id, given)
    return web.done()
