"""The buttons that run the room."""

from typing import Any

from flask import Blueprint, url_for

from polling import agenda, http
from polling.access import Role, allow
from polling.db import transaction
from polling.facilitation import actions
from polling.facilitation.payloads import ClockChange, Move, Planned, Words
from polling.i18n import _

blueprint = Blueprint("facilitation", __name__, url_prefix="/console/<code>")


@blueprint.post("/stage")
@allow(Role.ORGANIZER)
def move(code: str) -> Any:
    """Go to another stage."""
    wanted = http.parse(Move)
    with transaction() as session:
        actions.move(session, http.actor(), seen=wanted.seen, to=wanted.to)
    stage = agenda.BY_KEY[wanted.to]
    return http.done(to=url_for("pages.console_stage", code=code, stage=stage.key))


@blueprint.post("/clock")
@allow(Role.ORGANIZER)
def clock(code: str) -> Any:
    """Start, extend, pause or clear a clock."""
    change = http.parse(ClockChange)
    with transaction() as session:
        actions.set_clock(
            session,
            http.actor(),
            scope=change.scope,
            action=change.action,
            seconds=change.seconds + 60 * change.minutes,
        )
    return http.done()


@blueprint.post("/schedule")
@allow(Role.ORGANIZER)
def set_plan(code: str) -> Any:
    """Plan how long each stage takes."""
    plan = http.parse(Planned)
    with transaction() as session:
        actions.set_plan(session, http.actor(), plan)
    return http.done()


@blueprint.post("/message")
@allow(Role.ORGANIZER)
def message(code: str) -> Any:
    """Tell everybody, or one group."""
    words = http.parse(Words)
    with transaction() as session:
        actions.send_message(session, http.actor(), words.text, words.group)
    return http.done(_("Sent."))


@blueprint.post("/message/end")
@allow(Role.ORGANIZER)
def take_message_down(code: str) -> Any:
    """Show the message to everybody no longer."""
    with transaction() as session:
        actions.take_message_down(session, http.actor())
    return http.done()
