"""The organizer's ballots on paper in the final vote: printed, and entered."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app
from sqlalchemy.orm import Session

from polling import web
from polling.contests.paper import sheet as paper_sheet
from polling.contests.paper.choices import Printed, Withdrawal
from polling.contests.paper.sheet import Sheet
from polling.core.access import Actor, Role, allow
from polling.core.clock import now
from polling.core.db import transaction
from polling.core.i18n import _, ngettext
from polling.core.worker_process import run_in_worker
from polling.final_vote.paper.actions import entering, printing
from polling.final_vote.paper.payloads import WholeBallot
from polling.web.commands import command

blueprint = Blueprint("final_paper", __name__, url_prefix="/console/<code>/final-vote")


@blueprint.post("/<contest_id>/paper.pdf")
@allow(Role.ORGANIZER)
def one(code: str, contest_id: str) -> Response:
    """Ballots of one theme, or of the finalists."""
    return _printed(
        code,
        lambda session, wanted: printing.of_one(session, web.actor(), contest_id, wanted),
    )


@blueprint.post("/paper.pdf")
@allow(Role.ORGANIZER)
def first_stage(code: str) -> Response:
    """Ballots of the first of two stages, each number with its share of the issues."""
    return _printed(
        code,
        lambda session, wanted: printing.of_first_stage(session, web.actor(), wanted),
    )


@blueprint.post("/paper")
@allow(Role.ORGANIZER)
def enter(code: str) -> Any:
    """Read a whole ballot of the first stage back; sent again with the mark of that, count it."""
    ballot, secret = web.parse(WholeBallot), current_app.config["SECRET_KEY"]
    with transaction() as session:
        if ballot.read != ballot.mark:
            told = entering.read_back(session, web.actor(), ballot)
            return web.done(told, read=ballot.mark)
        receipts = entering.enter(session, secret, web.actor(), ballot)
    said = ngettext(
        "Paper ballot %(number)s counts on %(num)s issue. Its receipts, shown this once:",
        "Paper ballot %(number)s counts on %(num)s issues. Its receipts, shown this once:",
        len(receipts),
        number=ballot.number,
    )
    return web.done("\n".join([said, *(f"{issue}: {one}" for issue, one in receipts.items())]))


@command(blueprint, "/paper/withdraw", Role.ORGANIZER)
def withdraw(session: Session, actor: Actor, withdrawal: Withdrawal) -> str:
    """Take a whole ballot of the first stage out again."""
    entering.withdraw(session, actor, withdrawal.number)
    return _("Paper ballot %(number)s is withdrawn.", number=withdrawal.number)


def _printed(code: str, sheet_of: Callable[[Session, Printed], Sheet]) -> Response:
    wanted = web.parse(Printed)
    with transaction() as session:
        sheet = sheet_of(session, wanted)
    return web.pdf(run_in_worker(paper_sheet.draw, sheet, now()), f"{code}-ballots.pdf")
