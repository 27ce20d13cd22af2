"""Printing and entering paper ballots in the final vote."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, Response, current_app
from sqlalchemy.orm import Session

from polling.contests.paper.forms import Printed, Withdrawal
from polling.contests.paper.routes import print_ballots
from polling.core.access import Actor, Role
from polling.core.i18n import _, ngettext
from polling.final_vote.paper import actions
from polling.final_vote.paper.forms import WholeBallot
from polling.web.commands import Done, command

blueprint = Blueprint("final_paper", __name__, url_prefix="/console/<code>/final-vote")


@command(blueprint, "/<contest_id>/paper.pdf", Role.ORGANIZER)
def one(
    session: Session, actor: Actor, printed: Printed, code: str, contest_id: str
) -> Callable[[], Response]:
    """Return the ballots of one theme, or of the finalists."""
    sheet = actions.print_one(session, actor, contest_id, printed)
    return partial(print_ballots, code, sheet)


@command(blueprint, "/paper.pdf", Role.ORGANIZER)
def first_stage(
    session: Session, actor: Actor, printed: Printed, code: str
) -> Callable[[], Response]:
    """Return ballots of the first of two stages; each number has its share of the issues."""
    sheet = actions.print_first_stage(session, actor, printed)
    return partial(print_ballots, code, sheet)


@command(blueprint, "/paper", Role.ORGANIZER)
def enter(session: Session, actor: Actor, ballot: WholeBallot) -> Done:
    """Read back a complete first-stage ballot; sent again with the mark, count it."""
    if ballot.read != ballot.mark:
        return Done(actions.read_back(session, actor, ballot), read=ballot.mark)
    receipts = actions.enter(session, current_app.config["SECRET_KEY"], actor, ballot)
    counted = ngettext(
        "Paper ballot %(number)s counted for %(num)s issue. Receipt (shown only once):",
        "Paper ballot %(number)s counted for %(num)s issues. Receipts (shown only once):",
        len(receipts),
        number=ballot.number,
    )
    lines = [f"{issue}: {receipt}" for issue, receipt in receipts.items()]
    return Done("\n".join([counted, *lines]))


@command(blueprint, "/paper/withdraw", Role.ORGANIZER)
def withdraw(session: Session, actor: Actor, withdrawal: Withdrawal) -> str:
    """Withdraw a complete first-stage ballot."""
    actions.withdraw(session, actor, withdrawal.number)
    return _("Paper ballot %(number)s withdrawn.", number=withdrawal.number)
