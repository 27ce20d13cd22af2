"""The presentations: whose turn it is, turning the pages, and comments to the group."""

from typing import Any

from flask import Blueprint

from polling import http
from polling.access import Role, allow
from polling.db import transaction
from polling.i18n import _
from polling.presentations.actions import comments, presenters
from polling.presentations.actions import turns as actions
from polling.presentations.payloads import (
    Chosen,
    Minutes,
    Presenter,
    Said,
    TakenBack,
    Turn,
    Volunteer,
)

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


@blueprint.post("/console/<code>/presentations/minutes")
@allow(Role.ORGANIZER)
def set_minutes(code: str) -> Any:
    """How long each group presents, from the next one on."""
    wanted = http.parse(Minutes)
    with transaction() as session:
        actions.set_minutes(session, http.actor(), wanted.minutes)
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


@blueprint.post("/w/<code>/presenting/turn")
@allow(Role.PARTICIPANT)
def turn_as_presenter(code: str) -> Any:
    """The presenter turns the page on their phone while their group presents."""
    return _turn()


@blueprint.post("/w/<code>/presenting")
@allow(Role.PARTICIPANT)
def volunteer(code: str) -> Any:
    """Present for one's group, or no longer."""
    switch = http.parse(Volunteer)
    with transaction() as session:
        presenters.volunteer(session, http.actor(), willing=switch.on)
    return http.done()


@blueprint.post("/w/<code>/group/presenter")
@allow(Role.FACILITATOR)
def choose_presenter(code: str) -> Any:
    """Name the member who presents."""
    chosen = http.parse(Presenter)
    with transaction() as session:
        presenters.choose(session, http.actor(), chosen.number)
    return http.done()


@blueprint.post("/w/<code>/comments")
@allow(Role.PARTICIPANT)
def say(code: str) -> Any:
    """Comment on a recommendation, to the group that wrote it."""
    said = http.parse(Said)
    with transaction() as session:
        comments.say(session, http.actor(), **said.model_dump())
    return http.done(_("Sent to the group."))


@blueprint.post("/w/<code>/comments/remove")
@allow(Role.PARTICIPANT)
def take_back(code: str) -> Any:
    """Take a comment back."""
    said = http.parse(TakenBack)
    with transaction() as session:
        comments.take_back(session, http.actor(), **said.model_dump())
    return http.done(_("Taken back."))


def _turn() -> Any:
    step = http.parse(Turn).step
    with transaction() as session:
        actions.turn(session, http.actor(), step)
    return http.done()
