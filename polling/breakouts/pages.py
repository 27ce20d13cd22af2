"""The breakouts stage, for each role."""

from typing import Any

from flask import request
from sqlalchemy.orm import Session

from polling.breakouts import activity, queries
from polling.breakouts.drafting.history.timeline import steps
from polling.breakouts.drafting.queries import drafting
from polling.breakouts.duplicates import pages as review
from polling.breakouts.ideas import queries as ideas
from polling.breakouts.links.addresses import facilitator_address
from polling.breakouts.models import Group
from polling.breakouts.read_back.queries import read_back
from polling.breakouts.seating import overview
from polling.breakouts.timers import ISSUE_SECONDS, group_scope, issue_scope
from polling.breakouts.wall import wall
from polling.core.access import Actor
from polling.live import rooms
from polling.people.models import Participant
from polling.workshop.models import Workshop

VIEWS = ("wall", "people", "review", "links", "form", "history")


def participant(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """Waiting for the groups; then one's own group, its issue, and its draft."""
    person = session.get_one(Participant, actor.participant_id)
    if person.group_id is None:
        return {"person": person, "formed": queries.formed(session, workshop.id)}
    group = queries.group(session, workshop.id, person.group_id)
    return {"person": person} | _group(session, group, person)


def facilitator(session: Session, workshop: Workshop, actor: Actor) -> dict[str, Any]:
    """The facilitator's group: who is there, its issues with their clocks, and its draft."""
    group = queries.group(session, workshop.id, actor.group_id)
    members = queries.members_of(session, group)
    return _group(session, group) | {
        "online": rooms.participants_online(workshop.id),
        "quiet": activity.quiet(members),
        "quiet_at": activity.quiet_at(members),
        "issue_seconds": ISSUE_SECONDS,
    }


def _group(session: Session, group: Group, viewer: Participant | None = None) -> dict[str, Any]:
    drafted = drafting(session, group, request.args.get("history", type=int))
    parts = [part for part in drafted["drafting"]["issues"] if part["issue"].priority is not None]
    return (
        drafted
        | {
            "group": group,
            "group_scope": group_scope(group),
            "members": queries.members_of(session, group),
            "ideas": ideas.shown(session, group, viewer.id if viewer else None),
            "read_back": read_back(session, group, viewer.id if viewer else None),
            "on_it": queries.working_on(group, [part["issue"] for part in parts]),
            "boxes": [
                {
                    "issue": part["issue"],
                    "scope": issue_scope(group, part["issue"]),
                    "recommendations": sum(one.action != "" for one in part["recommendations"]),
                }
                for part in parts
            ],
        }
        | review.for_the_group(session, group, viewer.id if viewer else None)
    )


def screen(session: Session, workshop: Workshop) -> dict[str, Any]:
    """Who goes where."""
    seated = queries.members(session, workshop.id)
    groups = queries.groups(session, workshop.id)
    return {
        "formed": queries.formed(session, workshop.id),
        "seats": [(group, seated[group.id]) for group in groups if group.id in seated],
        "waiting": seated[None],
    }


def console(session: Session, workshop: Workshop) -> dict[str, Any]:
    """Forming the groups; then the wall, and behind it the people and the facilitators' links."""
    formed = queries.formed(session, workshop.id)
    view = request.args.get("view", "")
    if view not in VIEWS or not formed:
        view = "wall" if formed else "form"
    groups = queries.groups(session, workshop.id)
    shown: dict[str, Any] = {"formed": formed, "view": view, "groups": groups}
    if view == "form":
        return shown | overview.before_forming(session, workshop)
    if view == "people":
        moving = request.args.get("move", type=int)
        return shown | {"said": overview.said} | overview.after_forming(session, workshop, moving)
    if view == "review":
        return shown | review.console(session, workshop, _two_chosen())
    if view == "links":
        return shown | {"addresses": {g.id: facilitator_address(g) for g in groups}}
    if view == "history":
        past = queries.recommendation(session, workshop.id, request.args.get("of", type=int))
        return shown | {"past": past, "steps": steps(session, past)}
    return shown | wall(session, workshop)


def _two_chosen() -> tuple[int, int] | None:
    first, second = (request.args.get(name, type=int) for name in ("first", "second"))
    return (first, second) if first and second else None
