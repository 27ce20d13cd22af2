"""Turning the pages of the presentations."""

from typing import Any

from flask import Blueprint

from polling import http
from polling.access import Role, allow
from polling.db import transaction
from polling.presentations import actions
from polling.presentations.payloads import Slide, Turn

blueprint = Blueprint("presentations", __name__)


@blueprint.post("/console/<code>/presentations/show")
@allow(Role.ORGANIZER)
def show(code: str) -> Any:
    """Put a group, or one of its recommendations, on the screen."""
    wanted = http.parse(Slide)
    with transaction() as session:
        actions.show(session, http.actor(), group_id=wanted.group, at=wanted.at)
    return http.done()


@blueprint.post("/console/<code>/presentations/clear")
@allow(Role.ORGANIZER)
def clear(code: str) -> Any:
    """Take the group off the screen."""
    with transaction() as session:
        actions.clear(session, http.actor())
    return http.done()


@blueprint.post("/w/<code>/group/turn")
@allow(Role.FACILITATOR)
def turn(code: str) -> Any:
    """A facilitator turns the pages of their own group."""
    wanted = http.parse(Turn)
    with transaction() as session:
        actions.turn(session, http.actor(), at=wanted.at)
    return http.done()
