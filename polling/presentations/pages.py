"""The presentations stage, for each role."""

from typing import Any

from sqlalchemy.orm import Session

from polling.access import Actor
from polling.breakouts import queries as breakouts
from polling.breakouts.drafting.queries import drafting
from polling.breakouts.facilitating import group_scope
from polling.presentations import queries
from polling.workshop.models import Workshop


def participant(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """What is being presented, and everything to read."""
    return _shown(session, workshop) | {"shelves": queries.reading(session, workshop)}


def facilitator(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """The pages to turn while one's own group presents; its draft, to mend before and after."""
    group = breakouts.group(session, workshop.id, actor.group_id)
    own = {"group": group, "shelves": queries.reading(session, workshop)}
    return _shown(session, workshop) | own | drafting(session, group)


def screen(session: Session, workshop: Workshop) -> dict[str, Any]:
    """The order of the groups; then one recommendation at a time."""
    return _shown(session, workshop)


def console(session: Session, workshop: Workshop) -> dict[str, Any]:
    """The order of the groups, and the pages of the one that presents."""
    written = breakouts.written(session, workshop.id)
    counts = {group.id: 0 for group in queries.order(session, workshop.id)}
    for one in written:
        if one.group_id in counts:
            counts[one.group_id] += 1
    return _shown(session, workshop) | {"counts": counts}


def _shown(session: Session, workshop: Workshop) -> dict[str, Any]:
    slide = queries.slide(session, workshop)
    return {
        "slide": slide,
        "slide_scope": group_scope(slide.group) if slide else "stage",
        "order": queries.order(session, workshop.id),
    }
