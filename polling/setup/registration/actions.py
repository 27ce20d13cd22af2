"""Storing the counts of a registration list, and deleting them."""

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.errors import BadInput, Conflict, NotFound
from polling.core.i18n import _
from polling.live import announce
from polling.people import queries as people
from polling.people.attributes import Attribute
from polling.people.models import Registration
from polling.setup.registration.summary import Summary
from polling.workshop.log import record
from polling.workshop.models import Workshop
from polling.workshop.queries import workshop_of


def attributes(workshop: Workshop) -> list[Attribute]:
    """Return the attributes that this workshop asks for."""
    return [Attribute.model_validate(one) for one in workshop.attributes]


def keep(session: Session, actor: Actor, summary: Summary) -> int:
    """Store the counts, replacing an earlier list's; returns the number of people.

    Raises BadInput with the list's problems, without changing anything.
    """
    workshop = workshop_of(session, actor)
    if summary.attributes != attributes(workshop):
        raise Conflict(_("The questions have changed. Check the list again."))
    found = summary.counted
    if found.problems:
        raise BadInput(_("Correct these problems first."), problems=found.problems)
    session.merge(Registration(workshop_id=workshop.id, people=found.people, answers=found.answers))
    _finish(session, actor, workshop, "registration-kept", count=found.people)
    return found.people


def forget(session: Session, actor: Actor) -> None:
    """Delete the counts of the list."""
    workshop = workshop_of(session, actor)
    stored = people.registration(session, workshop.id)
    if stored is None:
        raise NotFound(_("This item no longer exists."))
    session.delete(stored)
    _finish(session, actor, workshop, "registration-forgotten")


def _finish(session: Session, actor: Actor, workshop: Workshop, action: str, **detail: int) -> None:
    session.flush()
    record(session, actor, action, **detail)
    announce.changed(session, workshop, "registration")
