"""Printing, entering and withdrawing paper ballots."""

from flask import Blueprint, Response, current_app
from sqlalchemy.orm import Session

from polling import web
from polling.contests import queries
from polling.contests.kinds import VOTES
from polling.contests.paper import actions as paper
from polling.contests.paper import ballot_sheet as paper_sheet
from polling.contests.paper.forms import Entry, Withdrawal
from polling.core.access import Actor, Role
from polling.core.clock import now
from polling.core.i18n import _
from polling.core.typesetting import typeset
from polling.core.workers import run_printing
from polling.web.commands import command

blueprint = Blueprint("paper", __name__, url_prefix="/console/<code>/contests/<contest_id>/paper")


@command(blueprint, "", Role.ORGANIZER)
def enter(session: Session, actor: Actor, entry: Entry, contest_id: str) -> str:
    """Count one paper ballot; its receipt is shown only once."""
    contest = queries.contest(session, actor.workshop_id, contest_id, *VOTES)
    receipt = paper.enter(session, current_app.config["SECRET_KEY"], actor, contest, entry)
    return _(
        "Paper ballot %(number)s entered. Receipt (shown only once): %(receipt)s",
        number=entry.number,
        receipt=" ".join(receipt[at : at + 4] for at in range(0, len(receipt), 4)),
    )


@command(blueprint, "/withdraw", Role.ORGANIZER)
def withdraw(session: Session, actor: Actor, withdrawal: Withdrawal, contest_id: str) -> str:
    """Withdraw one paper ballot."""
    contest = queries.contest(session, actor.workshop_id, contest_id, *VOTES)
    paper.withdraw(session, actor, contest, number=withdrawal.number)
    return _("Paper ballot %(number)s withdrawn.", number=withdrawal.number)


def print_ballots(code: str, sheet: paper_sheet.Sheet) -> Response:
    """Return ballots to print as a PDF. Two short ballots share a sheet of A4, to be cut."""
    whose = web.actor().key
    drawn = run_printing(whose, typeset, "contests/paper.typ", sheet, made_at=now())
    return web.pdf(drawn, f"{code}-ballots.pdf")
