"""Reading back: the facilitator steps through what the group has written, and members mark it."""

from typing import Any

from sqlalchemy.orm import Session

from polling.access import Actor
from polling.breakouts import queries
from polling.breakouts.actions.facilitating import group_at_work
from polling.breakouts.models import Group, Recommendation
from polling.breakouts.read_back.agreement import standings_of
from polling.errors import Conflict
from polling.i18n import _
from polling.live import announce
from polling.workshop import queries as workshops
from polling.workshop.log import record

TOPIC = "read-back"


def read_back(session: Session, group: Group, viewer: int | None = None) -> dict[str, Any]:
    """What pages show of it.

    {"order": what there is to read, "reading": what is read now, "standings": by recommendation
    id, "unread": how many nobody has marked as they read now, "opposed": how many somebody cannot
    live with}. `viewer` is a participant who sees their own marks.
    """
    order = queries.written_by(session, group)
    standings = standings_of(session, group, order, viewer)
    return {
        "order": order,
        "reading": _reading(group, order),
        "standings": standings,
        "unread": sum(not standing.said for standing in standings.values()),
        "opposed": sum(bool(standing.counts["cannot"]) for standing in standings.values()),
    }


def _reading(group: Group, order: list[Recommendation]) -> Recommendation | None:
    """What is being read; the first again if that was deleted."""
    if group.reading is None or not order:
        return None
    return next((one for one in order if one.id == group.reading), order[0])


def turn(session: Session, actor: Actor, to: str) -> None:
    """Begin to read, go on to the "next" or "back" to the one before, or "end"."""
    group = group_at_work(session, actor)
    order = queries.written_by(session, group)
    if not order and to != "end":
        raise Conflict(_("There is nothing to read back yet."))
    if to == "begin":
        record(session, actor, "read-back", group=group.number)
    group.reading = _turned(_reading(group, order), order, to)
    workshop = workshops.by_id(session, group.workshop_id)
    announce.group_changed(session, workshop, group.id, TOPIC)


def _turned(now: Recommendation | None, order: list[Recommendation], to: str) -> int | None:
    if to == "end":
        return None
    if to == "begin" or now is None:
        return order[0].id
    at = order.index(now) + (1 if to == "next" else -1)
    return order[max(0, min(at, len(order) - 1))].id
