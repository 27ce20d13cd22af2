"""The presentations: whose turn it is, turning the pages, and comments to the group."""

from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from polling import web
from polling.core.access import Actor, Role, allow
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
from polling.web.commands import command

blueprint = Blueprint("presentations", __name__)


@command(blueprint, "/console/<code>/presentations/present", Role.ORGANIZER)
def present(session: Session, actor: Actor, chosen: ChosenGroup) -> None:
    """Let a group present."""
    actions.present(session, actor, chosen.group)


@command(blueprint, "/console/<code>/presentations/clear", Role.ORGANIZER)
def clear(session: Session, actor: Actor) -> None:
    """Take the group off the screen."""
    actions.clear(session, actor)


@command(blueprint, "/console/<code>/presentations/minutes", Role.ORGANIZER)
def set_minutes(session: Session, actor: Actor, wanted: Minutes) -> None:
    """How long each group presents, from the next one on."""
    actions.set_minutes(session, actor, wanted.minutes)


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


@command(blueprint, "/w/<code>/presenting", Role.PARTICIPANT)
def volunteer(session: Session, actor: Actor, switch: Volunteer) -> None:
    """Present for one's group, or no longer."""
    presenters.volunteer(session, actor, willing=switch.on)


@command(blueprint, "/w/<code>/group/presenter", Role.FACILITATOR)
def choose_presenter(session: Session, actor: Actor, chosen: Presenter) -> None:
    """Name the member who presents."""
    presenters.choose(session, actor, chosen.number)


@command(blueprint, "/w/<code>/comments", Role.PARTICIPANT)
def say(session: Session, actor: Actor, said: CommentText) -> str:
    """Comment on a recommendation, to the group that wrote it."""
    comments.say(session, actor, **said.model_dump())
    return _("Sent to the group.")


@command(blueprint, "/w/<code>/comments/remove", Role.PARTICIPANT)
def take_back(session: Session, actor: Actor, said: CommentRemoval) -> str:
    """Take a comment back."""
    comments.take_back(session, actor, **said.model_dump())
    return _("Taken back.")


def _turn() -> Any:
    step = web.parse(Turn).step
    with transaction() as session:
        actions.turn(session, web.actor(), step)
    return web.done()
