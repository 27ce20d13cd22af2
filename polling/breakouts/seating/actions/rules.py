"""Seating rules of the organizers: two people apart or together, or a person in a fixed group."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from polling.breakouts import queries
from polling.breakouts.models import SeatingRule
from polling.core.access import Actor
from polling.core.errors import BadInput, NotFound
from polling.core.i18n import _
from polling.grouping import Rule
from polling.live import announce
from polling.people import queries as people
from polling.people.models import Participant
from polling.workshop import queries as workshops
from polling.workshop.log import record


def pair(session: Session, actor: Actor, *, kind: str, one: int, other: int) -> None:
    """Keep two people, by number, apart or together; replaces an earlier rule for them."""
    first, second = (_numbered(session, actor.workshop_id, number) for number in (one, other))
    if first is second:
        raise BadInput(_("Enter two different participant numbers."))
    ids = sorted((first.id, second.id))
    session.execute(
        delete(SeatingRule).where(
            SeatingRule.participant_id == ids[0], SeatingRule.other_participant_id == ids[1]
        )
    )
    session.add(
        SeatingRule(
            workshop_id=actor.workshop_id,
            kind=kind,
            participant_id=ids[0],
            other_participant_id=ids[1],
        )
    )
    record(session, actor, "seating-rule", kind=kind, numbers=[one, other])
    _announce(session, actor)


def pin(session: Session, actor: Actor, *, one: int, group_id: int) -> None:
    """Fix a person to a group, regardless of their wishes; replaces an earlier rule for them."""
    person = _numbered(session, actor.workshop_id, one)
    group = queries.group(session, actor.workshop_id, group_id)
    own = SeatingRule.participant_id == person.id, SeatingRule.kind == Rule.PIN
    session.execute(delete(SeatingRule).where(*own))
    session.add(
        SeatingRule(
            workshop_id=actor.workshop_id,
            kind=Rule.PIN,
            participant_id=person.id,
            group_id=group.id,
        )
    )
    record(session, actor, "seating-pin", number=one, group=group.number)
    _announce(session, actor)


def drop(session: Session, actor: Actor, rule_id: int) -> None:
    """Delete a rule; nobody moves."""
    found = session.get(SeatingRule, rule_id)
    if found is None or found.workshop_id != actor.workshop_id:
        raise NotFound(_("This item no longer exists."))
    numbers = [person.number for person in (found.participant, found.other_participant) if person]
    record(session, actor, "seating-rule-dropped", numbers=numbers)
    session.delete(found)
    _announce(session, actor)


def _numbered(session: Session, workshop_id: int, number: int) -> Participant:
    for person in people.participants(session, workshop_id):
        if person.number == number:
            return person
    raise NotFound(_("There is no participant %(number)s.", number=number))


def _announce(session: Session, actor: Actor) -> None:
    announce.changed(session, workshops.by_id(session, actor.workshop_id), "people")
