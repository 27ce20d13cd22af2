"""The buttons that run the room."""

from flask import Blueprint, url_for
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.i18n import _
from polling.facilitation import actions
from polling.facilitation.payloads import ClockChange, MessageText, Move, PlannedMinutes
from polling.web.commands import Done, command

blueprint = Blueprint("facilitation", __name__, url_prefix="/console/<code>")


@command(blueprint, "/stage", Role.ORGANIZER)
def move(session: Session, actor: Actor, move: Move, code: str) -> Done:
    """Go to another stage."""
    actions.move(session, actor, seen=move.seen, to=move.to)
    return Done(to=url_for("pages.console_stage", code=code, stage=move.to))


@command(blueprint, "/clock", Role.ORGANIZER)
def clock(session: Session, actor: Actor, change: ClockChange) -> None:
    """Start, extend, pause or clear a clock."""
    actions.set_clock(
        session,
        actor,
        scope=change.scope,
        action=change.action,
        seconds=change.seconds + 60 * change.minutes,
    )


@command(blueprint, "/schedule", Role.ORGANIZER)
def set_plan(session: Session, actor: Actor, plan: PlannedMinutes) -> None:
    """Plan how long each stage takes."""
    actions.set_plan(session, actor, plan.root)


@command(blueprint, "/message", Role.ORGANIZER)
def message(session: Session, actor: Actor, words: MessageText) -> str:
    """Send a message to everybody, or to one group."""
    actions.send_message(session, actor, words.text, words.group)
    return _("Sent.")


@command(blueprint, "/message/end", Role.ORGANIZER)
def take_message_down(session: Session, actor: Actor) -> None:
    """Take the message to everybody down."""
    actions.take_message_down(session, actor)
