"""Routes of the presentations: turns, pages, and comments to the group."""

from flask import Blueprint
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.i18n import _
from polling.presentations import actions
from polling.presentations.forms import (
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
def present(session: Session, actor: Actor, choice: ChosenGroup) -> None:
    """Let a group present."""
    actions.present(session, actor, choice.group)


@command(blueprint, "/console/<code>/presentations/clear", Role.ORGANIZER)
def clear(session: Session, actor: Actor) -> None:
    """Remove the group from the screen."""
    actions.clear(session, actor)


@command(blueprint, "/console/<code>/presentations/minutes", Role.ORGANIZER)
def set_minutes(session: Session, actor: Actor, wanted: Minutes) -> None:
    """Set how long each group presents, starting with the next group."""
    actions.set_minutes(session, actor, wanted.minutes)


@command(blueprint, "/console/<code>/presentations/turn", Role.ORGANIZER)
@command(blueprint, "/w/<code>/group/turn", Role.FACILITATOR, endpoint="turn_own")
@command(blueprint, "/w/<code>/presenting/turn", Role.PARTICIPANT, endpoint="turn_as_presenter")
def turn(session: Session, actor: Actor, page: Turn) -> None:
    """Turn the page, for organizers and the presenting group's facilitator and presenter."""
    actions.turn(session, actor, page.step)


@command(blueprint, "/w/<code>/presenting", Role.PARTICIPANT)
def volunteer(session: Session, actor: Actor, switch: Volunteer) -> None:
    """Start or stop presenting for one's group."""
    actions.volunteer(session, actor, willing=switch.on)


@command(blueprint, "/w/<code>/group/presenter", Role.FACILITATOR)
def choose_presenter(session: Session, actor: Actor, choice: Presenter) -> None:
    """Set the member who presents."""
    actions.choose_presenter(session, actor, choice.number)


@command(blueprint, "/w/<code>/comments", Role.PARTICIPANT)
def say(session: Session, actor: Actor, comment: CommentText) -> str:
    """Comment on a recommendation, for the group that wrote it."""
    actions.comment(session, actor, **comment.model_dump())
    return _("Sent to the group.")


@command(blueprint, "/w/<code>/comments/remove", Role.PARTICIPANT)
def take_back(session: Session, actor: Actor, comment: CommentRemoval) -> str:
    """Withdraw a comment."""
    actions.remove_comment(session, actor, **comment.model_dump())
    return _("Deleted.")
