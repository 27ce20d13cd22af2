"""The buttons that run the room."""

from flask import Blueprint, url_for
from sqlalchemy.orm import Session

from polling import web
from polling.breakouts import queries as breakouts
from polling.core.access import Actor, Role, allow
from polling.core.db import reading
from polling.core.edit_conflicts import Seen
from polling.core.i18n import _
from polling.facilitation import actions
from polling.facilitation.forms import ClockChange, MessageText, Move, PlannedMinutes, Turning
from polling.facilitation.run_sheet import run_sheet
from polling.facilitation.schedule import schedule
from polling.people import urls
from polling.web.commands import Done, command
from polling.workshop import queries

blueprint = Blueprint("facilitation", __name__)


@command(blueprint, "/console/<code>/stage", Role.ORGANIZER)
def move(session: Session, actor: Actor, move: Move, code: str) -> Done:
    """Go to another stage."""
    actions.move(session, actor, seen=move.seen, to=move.to)
    return Done(to=url_for("pages.console_stage", code=code, stage=move.to))


@command(blueprint, "/console/<code>/clock", Role.ORGANIZER)
def clock(session: Session, actor: Actor, change: ClockChange) -> None:
    """Start, extend, pause or clear a timer."""
    actions.set_clock(
        session,
        actor,
        scope=change.scope,
        action=change.action,
        seconds=change.seconds + 60 * change.minutes,
    )


@command(blueprint, "/console/<code>/schedule", Role.ORGANIZER)
def set_plan(session: Session, actor: Actor, plan: PlannedMinutes) -> None:
    """Plan the duration of stages."""
    actions.set_plan(session, actor, plan.minutes, seen=plan.seen)


@command(blueprint, "/console/<code>/message", Role.ORGANIZER)
def message(session: Session, actor: Actor, words: MessageText) -> str:
    """Send a message to everybody, or to one group."""
    actions.send_message(session, actor, words.text, words.group, seen=words.seen)
    return _("Sent.")


@command(blueprint, "/console/<code>/message/end", Role.ORGANIZER)
def take_message_down(session: Session, actor: Actor, shown: Seen) -> None:
    """Hide the message to everybody."""
    actions.take_message_down(session, actor, seen=shown.seen)


@command(blueprint, "/console/<code>/screen/turn", Role.ORGANIZER)
@command(blueprint, "/w/<code>/screen/turn", Role.SCREEN, endpoint="turn_on_the_screen")
def turn_screen(session: Session, actor: Actor, turning: Turning) -> None:
    """Turn the screen's content, by a button, or by a key or clicker at the screen."""
    actions.turn_screen(session, actor, turning.go)


@command(blueprint, "/console/<code>/links", Role.ORGANIZER)
def renew_links(session: Session, actor: Actor) -> str:
    """Renew the links of the screen, facilitators and note-takers at once."""
    actions.renew_links(session, actor)
    return _("The old links no longer work.")


@blueprint.get("/console/<code>/run-sheet")
@allow(Role.ORGANIZER)
def sheet(code: str) -> str:
    """Return the run sheet to print."""
    with reading() as session:
        workshop = queries.workshop_of(session, web.actor())
        return web.render(
            "setup/run_sheet.html",
            workshop=workshop,
            steps=run_sheet(workshop, schedule(session, workshop)),
            groups=breakouts.groups(session, workshop.id),
            join_at=urls.base().split("://", 1)[-1],
        )
