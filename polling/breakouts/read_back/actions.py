"""Read-back: the facilitator steps through the recommendations, and members mark them."""

from sqlalchemy.orm import Session

from polling.breakouts import queries
from polling.breakouts.actions import group_at_work
from polling.breakouts.drafting import actions as drafting
from polling.breakouts.models import Group
from polling.breakouts.read_back.queries import reading_now
from polling.core.access import Actor
from polling.core.edit_conflicts import EditConflict
from polling.core.errors import Conflict, NotFound
from polling.core.i18n import _
from polling.live import announce
from polling.recommendations.models import AgreementMark, Recommendation
from polling.recommendations.sentence import sentence_digest
from polling.workshop import queries as workshops
from polling.workshop.log import record


def turn(session: Session, actor: Actor, to: str) -> None:
    """Start the read-back, go to the "next" one or "back", or "end" it."""
    group = group_at_work(session, actor)
    order = queries.written_by(session, group)
    if not order and to != "end":
        raise Conflict(_("No recommendations yet."))
    if to == "begin":
        record(session, actor, "read-back", group=group.number)
    group.reading_back_id = _turned(reading_now(group, order), order, to)
    workshop = workshops.by_id(session, group.workshop_id)
    announce.group_changed(session, workshop, group.id, "read-back")


def _turned(now: Recommendation | None, order: list[Recommendation], to: str) -> int | None:
    if to == "end":
        return None
    if to == "begin" or now is None:
        return order[0].id
    at = order.index(now) + (1 if to == "next" else -1)
    return order[max(0, min(at, len(order) - 1))].id


def mark(
    session: Session,
    actor: Actor,
    recommendation_id: int,
    *,
    stance: str,
    reason: str,
    meant: str,
) -> None:
    """Mark the actor's agreement with a recommendation in the wording `meant`; "" for any."""
    group = drafting.writing_group(session, actor)
    chosen = _written_by(session, group, recommendation_id)
    present = sentence_digest(chosen)
    if meant and meant != present:
        raise EditConflict({}, "", _("The text has just changed. Read it again, then answer."))
    key = {"recommendation_id": chosen.id, "participant_id": actor.participant_id}
    row = session.get(AgreementMark, key) or AgreementMark(**key)
    if row.wording_digest != present or row.group_id not in chosen.author_groups:
        row.wording_digest, row.group_id = present, group.id
    row.stance, row.reason = stance, reason
    session.add(row)
    workshop = workshops.by_id(session, group.workshop_id)
    announce.group_changed(session, workshop, group.id, "marks")


def _written_by(session: Session, group: Group, wanted: int) -> Recommendation:
    """Return a recommendation that the group helped to write."""
    found = session.get(Recommendation, wanted)
    if found is None or group.id not in found.author_groups:
        raise NotFound(_("You can only change your own group’s work."))
    if found.deleted_at is not None:
        raise NotFound(_("This item no longer exists."))
    return found
