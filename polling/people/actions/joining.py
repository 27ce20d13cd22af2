"""Joining, badges, and organizers' accounts."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from polling.access import Actor, Role
from polling.errors import BadInput, Conflict, NotAllowed
from polling.i18n import _
from polling.live import announce, seats
from polling.people import queries
from polling.people.models import Badge, Organizer, Organizing, Participant
from polling.workshop.log import record
from polling.workshop.models import Workshop

Welcome = Callable[[Session, Workshop, Participant], Any]
_welcomes: list[Welcome] = []


def on_joining(welcome: Welcome) -> Welcome:
    """Declare what a later stage does for everybody who joins: this one knows none of them."""
    _welcomes.append(welcome)
    return welcome


def join(session: Session, workshop: Workshop, attributes: dict[str, str]) -> Participant:
    """A new participant with the next number."""
    if workshop.stage in {"setup", "closed"} or workshop.template:
        raise Conflict(_("This workshop is not open for joining."))
    if workshop.settings.get("badges"):
        raise NotAllowed(_("Please scan the QR code on your badge to join."))
    person = _add_participant(session, workshop)
    set_attributes(workshop, person, attributes)
    _welcome(session, workshop, person)
    return person


def _welcome(session: Session, workshop: Workshop, person: Participant) -> None:
    session.flush()
    for welcome in _welcomes:
        welcome(session, workshop, person)
    announce.changed(session, workshop, "people")


def _add_participant(
    session: Session, workshop: Workshop, number: int | None = None
) -> Participant:
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
    """End a participant's access; ballots that are counted stay counted."""
    person.removed, person.epoch = True, person.epoch + 1
    seats.send_away(session, Role.PARTICIPANT, person.id)
    record(session, actor, "participant-removed", number=person.number)
    announce.changed(session, session.get_one(Workshop, actor.workshop_id), "people")


def renew_screen_link(session: Session, actor: Actor) -> None:
    """End the screen's old link and every screen that came in by it."""
    workshop = session.get_one(Workshop, actor.workshop_id)
    workshop.screen_epoch += 1
    seats.send_away(session, Role.SCREEN, workshop.id)
    record(session, actor, "screen-link-renewed")
    announce.changed(session, workshop, "log")


def make_badges(session: Session, actor: Actor, count: int) -> list[Badge]:
    """Badges up to number `count`; those that exist stay as they are."""
    badges = queries.badges(session, actor.workshop_id)
    badges += [
        Badge(workshop_id=actor.workshop_id, number=number)
        for number in range(len(badges) + 1, count + 1)
    ]
    session.add_all(badges)
    session.flush()
    record(session, actor, "badges-made", count=len(badges))
    announce.changed(session, session.get_one(Workshop, actor.workshop_id), "people")
    return badges


def reissue(session: Session, actor: Actor, badge: Badge) -> None:
    """A new QR code for a lost badge: same voter, same turnout; the old code stops working."""
    badge.epoch += 1
    if badge.participant_id is not None:
        session.get_one(Participant, badge.participant_id).epoch += 1
        seats.send_away(session, Role.PARTICIPANT, badge.participant_id)
    record(session, actor, "badge-reissued", number=badge.number)
    announce.changed(session, session.get_one(Workshop, actor.workshop_id), "people")


def use_badge(session: Session, badge_id: int, epoch: int) -> Participant:
    """The participant of the badge that was made in this epoch; the first use makes them."""
    badge = session.get(Badge, badge_id)
    holder = session.get(Participant, (badge and badge.participant_id) or 0)
    if badge is None or badge.epoch != epoch or (holder and holder.removed):
        raise NotAllowed(_("This badge is no longer valid. Ask the organizers for a new one."))
    workshop = session.get_one(Workshop, badge.workshop_id)
    if workshop.stage in {"setup", "closed"}:
        raise Conflict(_("This workshop is not open for joining."))
    if holder is not None:
        return holder
    taken = select(Participant.id).where(
        Participant.workshop_id == workshop.id, Participant.number == badge.number
    )
    number = badge.number if session.scalar(taken) is None else None
    person = _add_participant(session, workshop, number)
    badge.participant_id = person.id
    _welcome(session, workshop, person)
    return person


def add_organizer(session: Session, email: str) -> Organizer:
    """The account of this address, new if there was none."""
    email = email.strip().lower()
    if "@" not in email or len(email) > 254:
        raise BadInput(_("This is not an e-mail address."))
    account = session.scalar(select(Organizer).where(Organizer.email == email))
    if account is None:
        account = Organizer(email=email)
        session.add(account)
        session.flush()
    return account


def give_workshop(session: Session, account: Organizer, workshop: Workshop) -> None:
    """Let an organizer run a workshop."""
    if session.get(Organizing, (workshop.id, account.id)) is None:
        session.add(Organizing(workshop_id=workshop.id, organizer_id=account.id))


def set_password(session: Session, account: Organizer, hashed: str) -> None:
    """Set a password; every older session, connection and link of this account ends."""
    account.password_hash = hashed
    account.epoch += 1
    seats.send_away(session, Role.ORGANIZER, account.id)
