"""The event's agenda, whose sessions are the issues' sources, and the actors that can be named."""

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.setup import queries
from polling.setup.actions.change import begin, finish, place, write
from polling.setup.payloads import ActorList, SessionText
from polling.workshop.models import AgendaSession


def add(session: Session, actor: Actor, *, title: str) -> None:
    """A session after the others, on the day of the last one."""
    workshop = begin(session, actor)
    day = workshop.sittings[-1].day if workshop.sittings else ""
    position = len(workshop.sittings) + 1
    workshop.sittings.append(AgendaSession(title=title, day=day, position=position))
    finish(session, actor, "sitting-added", title=title)


def edit(session: Session, actor: Actor, sitting_id: int, text: SessionText) -> None:
    """Change a session."""
    workshop = begin(session, actor)
    write(queries.sitting(session, workshop.id, sitting_id), text)
    finish(session, actor, "sitting-edited", title=text.title)


def move(session: Session, actor: Actor, sitting_id: int, direction: str) -> None:
    """One place up or down in the agenda."""
    workshop = begin(session, actor)
    sitting = queries.sitting(session, workshop.id, sitting_id)
    for position, row in enumerate(place(workshop.sittings, sitting, direction), start=1):
        row.position = position
    finish(session, actor, "sitting-moved", title=sitting.title, to=direction)


def remove(session: Session, actor: Actor, sitting_id: int) -> None:
    """Delete a session; issues keep its code as their source."""
    workshop = begin(session, actor)
    sitting = queries.sitting(session, workshop.id, sitting_id)
    title = sitting.title
    session.delete(sitting)
    finish(session, actor, "sitting-removed", title=title)


def set_actors(session: Session, actor: Actor, listed: ActorList) -> None:
    """Replace the list of actors."""
    write(begin(session, actor), listed)
    finish(session, actor, "actors-edited", count=len(listed.actors))
