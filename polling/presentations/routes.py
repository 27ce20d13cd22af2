"""Turning the pages of the presentations."""

from typing import Any

from flask import Blueprint

from polling import http
from polling.access import Role, allow
from polling.db import transaction
from polling.presentations import actions
from polling.presentations.payloads import Chosen, Turn

blueprint = Blueprint("presentations", __name__)


@blueprint.post("/console/<code>/presentations/present")
@allow(Role.ORGANIZER)
def present(code: str) -> Any:
    """Let a group present."""
    chosen = http.parse(Chosen)
    with transaction() as session:
        actions.present(session, http.actor(), chosen.group)
    return http.done()


@blueprint.post("/console/<code>/presentations/clear")
@allow(Role.ORGANIZER)
def clear(code: str) -> Any:
    """Take the group off the screen."""
    with transaction() as session:
        actions.clear(session, http.actor())
    return http.done()


@blueprint.post("/console/<code>/presentations/turn")
@allow(Role.ORGANIZER)
def turn(code: str) -> Any:
    """Turn the page of the group that presents."""
    return _turn()


@blueprint.post("/w/<code>/group/turn")
@allow(Role.FACILITATOR)
def turn_own(code: str) -> Any:
    """A facilitator turns the page while their own group presents."""
    return _turn()


def _turn() -> Any:
    step = http.parse(Turn).step
    with transaction() as session:
        actions.turn(session, http.actor(), step)
    return http.done()
