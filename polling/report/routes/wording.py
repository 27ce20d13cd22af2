"""Other words for print: the organizer's form, and the answers of the groups."""

from typing import Any

from flask import Blueprint

from polling import web
from polling.core.access import Role, allow
from polling.core.db import transaction
from polling.core.i18n import _
from polling.report.actions import wording
from polling.report.payloads import Answer, Reworded

blueprint = Blueprint("wording", __name__)


@blueprint.post("/console/<code>/report/recommendations/<int:recommendation_id>/wording")
@allow(Role.ORGANIZER)
def edit(code: str, recommendation_id: int) -> Any:
    """Print a recommendation in other words than those that were voted on."""
    words = web.parse(Reworded)
    with transaction() as session:
        wording.edit(session, web.actor(), recommendation_id, words)
    return web.done(_("Saved."))


@blueprint.post("/console/<code>/report/recommendations/<int:recommendation_id>/wording/withdraw")
@allow(Role.ORGANIZER)
def withdraw(code: str, recommendation_id: int) -> Any:
    """Print it as it was voted on."""
    with transaction() as session:
        wording.withdraw(session, web.actor(), recommendation_id)
    return web.done()


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
