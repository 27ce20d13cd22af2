"""The presentations: whose turn it is, turning the pages, and comments to the group."""

from typing import Any

from flask import Blueprint

from polling import web
from polling.core.access import Role, allow
from polling.core.db import transaction
from polling.core.i18n import _
from polling.presentations.actions import comments, presenters
from polling.presentations.actions import turns as actions
from polling.presentations.payloads import (
    ChosenGroup,
    CommentRemoval,
    CommentText,
    Minutes,
    Presenter,
    Turn,
    Volunteer,
)

blueprint = Blueprint("presentations", __name__)


@blueprint.post("/console/<code>/presentations/present")
@allow(Role.ORGANIZER)
def present(code: str) -> Any:
    """Let a group present."""
    chosen = web.parse(ChosenGroup)
    with transaction() as session:
        actions.present(session, web.actor(), chosen.group)
    return web.done()


@blueprint.post("/console/<code>/presentations/clear")
@allow(Role.ORGANIZER)
def clear(code: str) -> Any:
    """Take the group off the screen."""
    with transaction() as session:
        actions.clear(session, web.actor())
    return web.done()


@blueprint.post("/console/<code>/presentations/minutes")
@allow(Role.ORGANIZER)
def set_minutes(code: str) -> Any:
    """How long each group presents, from the next one on."""
    wanted = web.parse(Minutes)
    with transaction() as session:
        actions.set_minutes(session, web.actor(), wanted.minutes)
    return web.done()


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
    switch = web.parse(Volunteer)
    with transaction() as session:
        presenters.volunteer(session, web.actor(), willing=switch.on)
    return web.done()


@blueprint.post("/w/<code>/group/presenter")
@allow(Role.FACILITATOR)
def choose_presenter(code: str) -> Any:
    """Name the member who presents."""
    chosen = web.parse(Presenter)
    with transaction() as session:
        presenters.choose(session, web.actor(), chosen.number)
    return web.done()


@blueprint.post("/w/<code>/comments")
@allow(Role.PARTICIPANT)
def say(code: str) -> Any:
    """Comment on a recommendation, to the group that wrote it."""
    said = web.parse(CommentText)
    with transaction() as session:
        comments.say(session, web.actor(), **said.model_dump())
    return web.done(_("Sent to the group."))


@blueprint.post("/w/<code>/comments/remove")
@allow(Role.PARTICIPANT)
def take_back(code: str) -> Any:
    """Take a comment back."""
    said = web.parse(CommentRemoval)
    with transaction() as session:
        comments.take_back(session, web.actor(), **said.model_dump())
    return web.done(_("Taken back."))


def _turn() -> Any:
    step = web.parse(Turn).step
    with transaction() as session:
        actions.turn(session, web.actor(), step)
    return web.done()
