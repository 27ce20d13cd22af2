"""The buttons that run the room."""

from typing import Any

from flask import Blueprint, url_for
from sqlalchemy.orm import Session

from polling import stages, web
from polling.core.access import Actor, Role, allow
from polling.core.db import transaction
from polling.core.i18n import _
from polling.facilitation import actions
from polling.facilitation.payloads import ClockChange, MessageText, Move, PlannedMinutes
from polling.web.commands import command

blueprint = Blueprint("facilitation", __name__, url_prefix="/console/<code>")


@blueprint.post("/stage")
@allow(Role.ORGANIZER)
def move(code: str) -> Any:
    """Go to another stage."""
    wanted = web.parse(Move)
    with transaction() as session:
        actions.move(session, web.actor(), seen=wanted.seen, to=wanted.to)
    stage = stages.BY_KEY[wanted.to]
    return web.done(to=url_for("pages.console_stage", code=code, stage=stage.key))


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
    """Tell everybody, or one group."""
    actions.send_message(session, actor, words.text, words.group)
    return _("Sent.")


@command(blueprint, "/message/end", Role.ORGANIZER)
def take_message_down(session: Session, actor: Actor) -> None:
    """Show the message to everybody no longer."""
    actions.take_message_down(session, actor)
