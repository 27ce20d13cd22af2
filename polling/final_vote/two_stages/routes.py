"""What only a final vote in two stages has: buttons of the organizer, and one of the phone."""

from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from polling import web
from polling.contests import queries as contests
from polling.contests.actions.revealing import counted_ahead
from polling.contests.models import RATING, Contest
from polling.core.access import Role, allow
from polling.core.db import transaction
from polling.final_vote import actions
from polling.final_vote.two_stages.actions import life as two_stages
from polling.final_vote.two_stages.actions.assignment import ask_one_more
from polling.final_vote.two_stages.payloads import Confirmed, Listed, Moderation, Stages

blueprint = Blueprint("two_stages", __name__)
CONSOLE = "/console/<code>/final-vote"


@blueprint.post(f"{CONSOLE}/stages")
@allow(Role.ORGANIZER)
def choose(code: str) -> Any:
    """Vote in one stage or in two."""
    chosen = web.parse(Stages)
    with transaction() as session:
        actions.choose_stages(session, web.actor(), chosen.stages)
    return web.done()


@blueprint.post(f"{CONSOLE}/count")
@allow(Role.ORGANIZER)
def count(code: str) -> Any:
    """Count the first stage, so that finalists can be chosen; it cannot be reopened."""
    with counted_ahead(_rated) as session:
        two_stages.count_first(session, web.actor())
    return web.done()


@blueprint.post(f"{CONSOLE}/finalists")
@allow(Role.ORGANIZER)
def confirm(code: str) -> Any:
    """Settle who goes to the second stage, under which titles."""
    confirmed = web.parse(Confirmed)
    with transaction() as session:
        two_stages.confirm(session, web.actor(), options=confirmed.options, titles=confirmed.titled)
    return web.done()


@blueprint.post(f"{CONSOLE}/<contest_id>/concern")
@allow(Role.ORGANIZER)
def moderate(code: str, contest_id: str) -> Any:
    """Show a concern with the result, or leave it out."""
    said = web.parse(Moderation)
    with transaction() as session:
        contest = contests.contest(session, web.actor().workshop_id, contest_id, RATING)
        actions.moderate(session, web.actor(), contest, key=said.key, shown=said.shown)
    return web.done()


@blueprint.post(f"{CONSOLE}/themes/<int:theme_id>/show")
@allow(Role.ORGANIZER)
def show_theme(code: str, theme_id: int) -> Any:
    """Put a theme's result on the screen, once it is revealed."""
    with transaction() as session:
        actions.show(session, web.actor(), theme=theme_id)
    return web.done()


@blueprint.post(f"{CONSOLE}/lists/show")
@allow(Role.ORGANIZER)
def show_list(code: str) -> Any:
    """Put the common ground, or what is disputed, on the screen, once it is revealed."""
    chosen = web.parse(Listed)
    with transaction() as session:
        actions.show(session, web.actor(), listed=chosen.listed)
    return web.done()


@blueprint.post("/w/<code>/final-vote/more")
@allow(Role.PARTICIPANT)
def ask_more(code: str) -> Any:
    """Be asked about one issue more: the one that fewest have voted on."""
    with transaction() as session:
        ask_one_more(session, web.actor())
    return web.done()


def _rated(session: Session) -> list[Contest]:
    return contests.contests(session, web.actor().workshop_id, RATING)
