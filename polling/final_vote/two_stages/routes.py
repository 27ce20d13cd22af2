"""What only a final vote in two stages has: buttons of the organizer, and one of the phone."""

from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from polling import http
from polling.access import Role, allow
from polling.contests import queries as contests
from polling.contests.actions.revealing import counted_ahead
from polling.contests.models import RATING, Contest
from polling.db import transaction
from polling.final_vote import actions
from polling.final_vote.two_stages.actions import life as two_stages
from polling.final_vote.two_stages.actions.sharing import ask_one_more
from polling.final_vote.two_stages.payloads import Confirmed, Listed, Moderation, Stages

blueprint = Blueprint("two_stages", __name__)
CONSOLE = "/console/<code>/final-vote"


@blueprint.post(f"{CONSOLE}/stages")
@allow(Role.ORGANIZER)
def choose(code: str) -> Any:
    """Vote in one stage or in two."""
    chosen = http.parse(Stages)
    with transaction() as session:
        actions.choose_stages(session, http.actor(), chosen.stages)
    return http.done()


@blueprint.post(f"{CONSOLE}/count")
@allow(Role.ORGANIZER)
def count(code: str) -> Any:
    """Count the first stage, so that finalists can be chosen; it cannot be reopened."""
    with counted_ahead(_rated) as session:
        two_stages.count_first(session, http.actor())
    return http.done()


@blueprint.post(f"{CONSOLE}/finalists")
@allow(Role.ORGANIZER)
def confirm(code: str) -> Any:
    """Settle who goes to the second stage, under which titles."""
    confirmed = http.parse(Confirmed)
    with transaction() as session:
        two_stages.confirm(
            session, http.actor(), options=confirmed.options, titles=confirmed.titled
        )
    return http.done()


@blueprint.post(f"{CONSOLE}/<contest_id>/concern")
@allow(Role.ORGANIZER)
def moderate(code: str, contest_id: str) -> Any:
    """Show a concern with the result, or leave it out."""
    said = http.parse(Moderation)
    with transaction() as session:
        contest = contests.contest(session, http.actor().workshop_id, contest_id, RATING)
        actions.moderate(session, http.actor(), contest, key=said.key, shown=said.shown)
    return http.done()


@blueprint.post(f"{CONSOLE}/themes/<int:theme_id>/show")
@allow(Role.ORGANIZER)
def show_theme(code: str, theme_id: int) -> Any:
    """Put a theme's result on the screen, once it is revealed."""
    with transaction() as session:
        actions.show(session, http.actor(), theme=theme_id)
    return http.done()


@blueprint.post(f"{CONSOLE}/lists/show")
@allow(Role.ORGANIZER)
def show_list(code: str) -> Any:
    """Put the common ground, or what is disputed, on the screen, once it is revealed."""
    chosen = http.parse(Listed)
    with transaction() as session:
        actions.show(session, http.actor(), listed=chosen.listed)
    return http.done()


@blueprint.post("/w/<code>/final-vote/more")
@allow(Role.PARTICIPANT)
def ask_more(code: str) -> Any:
    """Be asked about one issue more: the one that fewest have voted on."""
    with transaction() as session:
        ask_one_more(session, http.actor())
    return http.done()


def _rated(session: Session) -> list[Contest]:
    return contests.contests(session, http.actor().workshop_id, RATING)
