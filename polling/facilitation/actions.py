"""Moving between stages, timers, and messages to the room."""

from sqlalchemy import ColumnElement, delete
from sqlalchemy.orm import Session

from polling import stages
from polling.breakouts import queries as groups
from polling.breakouts.drafting import history
from polling.breakouts.drafting.document_binding import erase_documents
from polling.contests import queries as contests
from polling.contests.models import FINAL, FINALISTS, OPEN, RANKING, RATING
from polling.core.access import Actor
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.facilitation import shared_timers
from polling.facilitation.stage_registry import BY_STAGE, reasons_to_stay
from polling.live import announce
from polling.screen import state
from polling.screen.actions import Go
from polling.workshop import queries, timers
from polling.workshop.log import record
from polling.workshop.models import Message, Workshop


def move(session: Session, actor: Actor, *, seen: str, to: str) -> None:
    """Go to another stage; going back keeps everything except what closing has erased.

    Args:
        seen: the stage on the organizer's page.
        to: the stage to go to.

    Raises:
        Conflict: another organizer has moved the workshop, or a blocker is not settled.
    """
    workshop = session.get_one(Workshop, actor.workshop_id)
    if workshop.stage != seen:
        raise Conflict(
            _("Another organizer has just changed the stage. Check it before you continue.")
        )
    if stages.position(to) > stages.position(seen):
        _require_no_blocker(session, workshop)
    BY_STAGE[workshop.stage].leave(session, workshop)
    if not stages.has_drafting_from(to):
        history.forget_who(session, workshop.id)
        erase_documents(session, workshop.id)
    workshop.stage, workshop.screen_state = to, {}
    _end_messages(session, workshop)
    timers.clear_clock(session, workshop.id, "stage")
    BY_STAGE[to].enter(session, workshop)
    record(session, actor, "stage", before=seen, now=to)
    announce.changed(session, workshop, "stage")


def turn_screen(session: Session, actor: Actor, go: Go) -> None:
    """Turn the screen's content: the steps of a reveal, pages, slides.

    Raises:
        Conflict: there is nothing to turn to.
    """
    workshop = queries.by_id(session, actor.workshop_id)
    if not BY_STAGE[state.view(workshop)].turn(session, actor, workshop, go):
        raise Conflict(_("That is not possible right now. Reload the page."))


def _require_no_blocker(session: Session, workshop: Workshop) -> None:
    blockers = [reason for reason in reasons_to_stay(session, workshop) if reason.blocks]
    if blockers:
        raise Conflict(
            _("Fix the listed problems first."),
            problems=[{"place": workshop.stage, "message": reason.text} for reason in blockers],
        )


def set_clock(session: Session, actor: Actor, *, scope: str, action: str, seconds: int) -> None:
    """Start, extend, pause or clear a timer; "all" means every running timer."""
    workshop = queries.by_id(session, actor.workshop_id)
    if scope == shared_timers.ALL:
        shared_timers.change(session, workshop, action, seconds)
    else:
        _require_its_own(session, workshop, scope)
        timers.change_clock(session, workshop.id, scope, action, seconds)
    record(session, actor, f"clock-{action}", scope=scope, seconds=seconds)
    announce.changed(session, workshop, "clock")


def _require_its_own(session: Session, workshop: Workshop, scope: str) -> None:
    kind, _colon, key = scope.partition(":")
    if kind == "contest":
        vote = contests.contest(session, workshop.id, key, RANKING, FINAL, RATING, FINALISTS)
        if vote.state != OPEN:
            raise Conflict(_("That is not possible right now. Reload the page."))
    elif kind == "group":
        groups.group(session, workshop.id, int(key))


def set_plan(session: Session, actor: Actor, minutes: dict[str, int]) -> None:
    """Plan the duration of each stage, which moves the expected end."""
    workshop = queries.by_id(session, actor.workshop_id)
    workshop.settings = {**workshop.settings, "plan": minutes}
    record(session, actor, "schedule-planned", total=sum(minutes.values()))
    announce.changed(session, workshop, "clock")


def send_message(session: Session, actor: Actor, text: str, group_id: int | None) -> None:
    """Send a message to everybody, or to one group."""
    workshop = queries.by_id(session, actor.workshop_id)
    if group_id is not None:
        groups.group(session, workshop.id, group_id)
    session.add(Message(workshop_id=workshop.id, group_id=group_id, text=text))
    record(session, actor, "message", text=text, group=group_id)
    announce.changed(session, workshop, "message")


def take_message_down(session: Session, actor: Actor) -> None:
    """Hide the message to everybody; the log keeps its text."""
    workshop = queries.by_id(session, actor.workshop_id)
    _end_messages(session, workshop, Message.group_id.is_(None))
    record(session, actor, "message-taken-down")
    announce.changed(session, workshop, "message")


def _end_messages(session: Session, workshop: Workshop, *which: ColumnElement[bool]) -> None:
    session.execute(delete(Message).where(Message.workshop_id == workshop.id, *which))
