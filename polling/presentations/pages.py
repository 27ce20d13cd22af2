"""The presentations stage, for each role."""

from typing import Any

from flask import request
from markupsafe import Markup
from sqlalchemy.orm import Session

from polling.breakouts import queries as breakouts
from polling.breakouts.drafting.queries import drafting
from polling.breakouts.duplicates import pages as review
from polling.breakouts.models import Group
from polling.breakouts.timers import group_scope
from polling.core.access import Actor
from polling.people.models import Participant
from polling.presentations import queries
from polling.web.templating import shared
from polling.workshop.models import Workshop


def participant(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """What is being presented, to read along and to comment on; one's own group's comments."""
    own = {"person": session.get_one(Participant, actor.participant_id), "group": None}
    if actor.group_id is not None:
        group = breakouts.group(session, workshop.id, actor.group_id)
        own |= _for_the_group(session, group, actor.participant_id)
    return (
        _shown(session, workshop)
        | {"said": queries.said(session, actor.participant_id)}
        | {"reading": _reading(session, workshop)}
        | own
    )


def facilitator(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """The pages to turn while one's own group presents; its draft, to mend before and after."""
    group = breakouts.group(session, workshop.id, actor.group_id)
    own = _for_the_group(session, group) | {"members": breakouts.members_of(session, group)}
    everything = {"reading": _reading(session, workshop)}
    drafted = drafting(session, group, request.args.get("history", type=int))
    return _shown(session, workshop) | own | everything | drafted


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
    return _shown(session, workshop) | {
        "counts": counts,
        "minutes": queries.minutes(workshop),
        "presenters": queries.presenters(session, workshop.id),
    }


def _for_the_group(session: Session, group: Group, viewer: int | None = None) -> dict[str, Any]:
    return {
        "group": group,
        "presenter": queries.presenter(session, group),
        "heard": queries.heard(session, group),
    } | review.for_the_group(session, group, viewer)


def _reading(session: Session, workshop: Workshop) -> Markup:
    return shared(
        workshop,
        "presentations/reading.html",
        lambda: {"shelves": queries.reading(session, workshop)},
    )


def _shown(session: Session, workshop: Workshop) -> dict[str, Any]:
    order = queries.order(session, workshop.id)
    slide = queries.slide(session, workshop, order)
    return {
        "slide": slide,
        "slide_scope": group_scope(slide.group) if slide else "stage",
        "order": order,
    }
