"""The buttons that run the room."""

from typing import Any

from flask import Blueprint, url_for

from polling import stages, web
from polling.core.access import Role, allow
from polling.core.db import transaction
from polling.core.i18n import _
from polling.facilitation import actions
from polling.facilitation.payloads import ClockChange, MessageText, Move, Planned

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


@blueprint.post("/clock")
@allow(Role.ORGANIZER)
def clock(code: str) -> Any:
    """Start, extend, pause or clear a clock."""
    change = web.parse(ClockChange)
    with transaction() as session:
        actions.set_clock(
            session,
            web.actor(),
            scope=change.scope,
            action=change.action,
            seconds=change.seconds + 60 * change.minutes,
        )
    return web.done()


@blueprint.post("/schedule")
@allow(Role.ORGANIZER)
def set_plan(code: str) -> Any:
    """Plan how long each stage takes."""
    plan = web.parse(Planned)
    with transaction() as session:
        actions.set_plan(session, web.actor(), plan)
    return web.done()


@blueprint.post("/message")
@allow(Role.ORGANIZER)
def message(code: str) -> Any:
    """Tell everybody, or one group."""
    words = web.parse(MessageText)
    with transaction() as session:
        actions.send_message(session, web.actor(), words.text, words.group)
    return web.done(_("Sent."))


@blueprint.post("/message/end")
@allow(Role.ORGANIZER)
def take_message_down(code: str) -> Any:
    """Show the message to everybody no longer."""
    with transaction() as session:
        actions.take_message_down(session, web.actor())
    return web.done()
