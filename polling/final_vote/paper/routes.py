"""The organizer's ballots on paper in the final vote, to print."""

from collections.abc import Callable

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from polling import http
from polling.access import Role, allow
from polling.aside import aside
from polling.clock import now
from polling.contests.paper import sheet as paper_sheet
from polling.contests.paper.choices import Printed
from polling.contests.paper.sheet import Sheet
from polling.db import transaction
from polling.final_vote.paper import actions as paper_ballots

blueprint = Blueprint("final_paper", __name__, url_prefix="/console/<code>/final-vote")


@blueprint.post("/<contest_id>/paper.pdf")
@allow(Role.ORGANIZER)
def one(code: str, contest_id: str) -> Response:
    """Ballots of one theme, or of the finalists."""
    return _printed(
        code,
        lambda session, wanted: paper_ballots.of_one(session, http.actor(), contest_id, wanted),
    )


@blueprint.post("/paper.pdf")
@allow(Role.ORGANIZER)
def first_stage(code: str) -> Response:
    """Ballots of the first of two stages, each number with its share of the issues."""
    return _printed(
        code,
        lambda session, wanted: paper_ballots.of_first_stage(session, http.actor(), wanted),
    )


def _printed(code: str, sheet_of: Callable[[Session, Printed], Sheet]) -> Response:
    wanted = http.parse(Printed)
    with transaction() as session:
        sheet = sheet_of(session, wanted)
    return http.pdf(aside(paper_sheet.draw, sheet, now()), f"{code}-ballots.pdf")
