"""Joining, saying who one is, and being removed."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from polling import stages
from polling.core.access import Actor, Role
from polling.core.errors import BadInput, Conflict, NotAllowed
from polling.core.i18n import _
from polling.live import announce, connections
from polling.people.models import Participant
from polling.workshop.log import record
from polling.workshop.models import Workshop

Welcome = Callable[[Session, Workshop, Participant], Any]
_welcomes: list[Welcome] = []


def on_joining(hook: Welcome) -> Welcome:
    """Declare what a later stage does for everybody who joins: this one knows none of them."""
    _welcomes.append(hook)
    return hook


def join(session: Session, workshop: Workshop, attributes: dict[str, str]) -> Participant:
    """A new participant with the next number."""
    if not stages.BY_KEY[workshop.stage].open_to_join or workshop.template:
        raise Conflict(_("This workshop is not open for joining."))
    if workshop.settings.get("badges"):
        raise NotAllowed(_("Please scan the QR code on your badge to join."))
    person = add_participant(session, workshop)
    set_attributes(workshop, person, attributes)
    welcome(session, workshop, person)
    return person


def welcome(session: Session, workshop: Workshop, person: Participant) -> None:
    """Whatever the stages do for somebody who has just come in."""
    session.flush()
    for hook in _welcomes:
        hook(session, workshop, person)
    announce.changed(session, workshop, "people")


def add_participant(session: Session, workshop: Workshop, number: int | None = None) -> Participant:
    """A participant with this number, or with the next one."""
    mine = select(func.max(Participant.number)).where(Participant.workshop_id == workshop.id)
    if number is None:
        number = (session.scalar(mine) or 0) + 1
    person = Participant(workshop_id=workshop.id, number=number)
    session.add(person)
    session.flush()
    return person


def set_attributes(workshop: Workshop, person: Participant, given: dict[str, str]) -> None:
    """Keep what was answered; an empty answer is "prefer not to say" and stored as nothing."""
    kept: dict[str, str] = {}
    for attribute in workshop.attributes:
        answer = given.get(attribute["key"], "").strip()
        allowed = attribute.get("options") or []
        if answer and allowed and answer not in allowed:
            raise BadInput(_("Please choose one of the answers that are offered."))
        if answer:
            kept[attribute["key"]] = answer[:80]
    person.attributes = kept


def change_details(session: Session, actor: Actor, attributes: dict[str, str]) -> None:
    """A participant corrects what they said at joining."""
    person = session.get_one(Participant, actor.participant_id)
    workshop = session.get_one(Workshop, actor.workshop_id)
    set_attributes(workshop, person, attributes)
    announce.changed(session, workshop, "people")


def remove(session: Session, actor: Actor, person: Participant) -> None:
    """End a participant's access until they are let in again.

    What is counted of theirs stays counted, for nobody can find it, and so do their turnout marks
    and the group beside which they stand: without it, what their ballots could choose from would
    be another number.
    """
    if person.removed:
        return
    person.removed, person.presents = True, False
    connections.send_away(session, Role.PARTICIPANT, person.id)
    record(session, actor, "participant-removed", number=person.number)
    _announce(session, actor, person)


def let_in_again(session: Session, actor: Actor, person: Participant) -> None:
    """Take a removal back: the same phone is the same voter again, in the same group."""
    if not person.removed:
        return
    person.removed = False
    record(session, actor, "participant-let-in", number=person.number)
    _announce(session, actor, person)


def _announce(session: Session, actor: Actor, person: Participant) -> None:
    workshop = session.get_one(Workshop, actor.workshop_id)
    announce.changed(session, workshop, "people")
    if person.group_id is not None:
        announce.group_changed(session, workshop, person.group_id, "group")
