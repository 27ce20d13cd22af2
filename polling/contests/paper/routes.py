"""Entering ballots that came on paper, and taking them out again."""

from typing import Any

from flask import Blueprint, current_app
from sqlalchemy.orm import Session

from polling import web
from polling.contests import queries
from polling.contests.models import VOTES
from polling.contests.paper import actions as paper
from polling.contests.paper.choices import Entry, Withdrawal
from polling.core.access import Actor, Role, allow
from polling.core.db import transaction
from polling.core.i18n import _
from polling.web.commands import command

blueprint = Blueprint("paper", __name__, url_prefix="/console/<code>/contests/<contest_id>/paper")


@blueprint.post("")
@allow(Role.ORGANIZER)
def enter(code: str, contest_id: str) -> Any:
    """Count one ballot on paper; its receipt is shown this once."""
    entry = web.parse(Entry)
    actor, secret = web.actor(), current_app.config["SECRET_KEY"]
    with transaction() as session:
        contest = queries.contest(session, actor.workshop_id, contest_id, *VOTES)
        receipt = paper.enter(session, secret, actor, contest, entry)
    return web.done(
        _(
            "Paper ballot %(number)s is entered. Its receipt, shown this once: %(receipt)s",
            number=entry.number,
            receipt=" ".join(receipt[at : at + 4] for at in range(0, len(receipt), 4)),
        )
    )


@command(blueprint, "/withdraw", Role.ORGANIZER)
def withdraw(session: Session, actor: Actor, withdrawal: Withdrawal, contest_id: str) -> str:
    """Take one ballot on paper out again."""
    contest = queries.contest(session, actor.workshop_id, contest_id, *VOTES)
    paper.withdraw(session, actor, contest, number=withdrawal.number)
    return _("Paper ballot %(number)s is withdrawn.", number=withdrawal.number)
