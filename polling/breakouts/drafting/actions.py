"""Actions on a group's recommendations as a whole. `document_binding` edits their texts."""

from typing import Literal

from sqlalchemy.orm import Session

from polling.breakouts import quiet_members
from polling.breakouts.drafting import (
    co_authors,
    document_binding,
    draft_announcements,
    queries,
    versions,
)
from polling.breakouts.drafting.write_access import is_voted_on, require_writer
from polling.breakouts.models import Group
from polling.core.access import Actor
from polling.core.clock import now
from polling.core.errors import Conflict, NotFound, TooMany
from polling.core.i18n import _
from polling.live import announce
from polling.recommendations.models import DraftVersion, Recommendation
from polling.recommendations.sentence import sentence
from polling.recommendations.wording import MOST_ACTORS
from polling.setup.actions.workshops import on_deletion
from polling.workshop import queries as workshops

MOST_RECOMMENDATIONS = 30  # per group; groups that have more may keep them
MOST_WITH_DELETED = 60  # per group, including deleted but not merged ones
TOPIC = "drafting"

on_deletion(draft_announcements.forget)
on_deletion(quiet_members.forget)


def add(session: Session, actor: Actor, *, issue_id: int) -> Recommendation:
    """Add an empty recommendation at the end of an issue."""
    group = writing_group(session, actor)
    _require_room_for_one(session, group)
    _require_issue(session, group, issue_id)
    made = _unused(session, group) or Recommendation(group_id=group.id)
    made.issue_id, made.position, made.deleted_at = issue_id, _end(session, group), None
    session.add(made)
    session.flush()
    _announce(session, group)
    return made


def _require_room_for_one(session: Session, group: Group) -> None:
    written = queries.recommendations_of(session, group.id)
    if sum(one.deleted_at is None for one in written) >= MOST_RECOMMENDATIONS:
        raise Conflict(_("You have reached the limit. Delete something before you add more."))


def _unused(session: Session, group: Group) -> Recommendation | None:
    """Return a deleted, empty recommendation to use again, if the group may add no more.

    Raises Conflict if there is none. Deleted texts are kept, so that nobody can erase them.
    """
    written = [
        one for one in queries.recommendations_of(session, group.id) if not one.merged_into_id
    ]
    if len(written) < MOST_WITH_DELETED:
        return None
    for one in written:
        if one.deleted_at and versions.is_unwritten(session, one):
            return one
    raise Conflict(
        _("You have reached the limit. Restore a deleted recommendation and rewrite it.")
    )


def delete(session: Session, actor: Actor, recommendation_id: int) -> None:
    """Hide a recommendation. Its text is kept, including what others are writing in it."""
    group, chosen = own_recommendation(session, actor, recommendation_id)
    if chosen.deleted_at is None:
        _note(session, actor, chosen)
        chosen.deleted_at = now()
        _announce(session, group)


def restore(session: Session, actor: Actor, recommendation_id: int) -> None:
    """Restore a deleted recommendation at its old position."""
    group, chosen = own_recommendation(session, actor, recommendation_id)
    if chosen.merged_into_id is not None:
        raise Conflict(_("That is not possible right now. Reload the page."))
    if chosen.deleted_at is not None:
        _require_room_for_one(session, group)
        _note(session, actor, chosen)
        chosen.deleted_at = None
        _announce(session, group)


def split(session: Session, actor: Actor, recommendation_id: int) -> Recommendation:
    """Insert a copy below the recommendation, so that the group can shorten both.

    Other groups that helped to write the recommendation are authors of both.
    """
    group, chosen = own_recommendation(session, actor, recommendation_id)
    whole = sentence(chosen)
    if not chosen.action or chosen.deleted_at is not None:
        raise Conflict(_("This recommendation has no text to split."))
    second = add(session, actor, issue_id=chosen.issue_id)
    document_binding.begin(session, second, chosen.wording.composed)
    co_authors.credit(second, chosen.with_parts())
    chosen.split_from = second.split_from = chosen.split_from or whole
    order = _order(session, group, chosen)
    order.remove(second)
    order.insert(order.index(chosen) + 1, second)
    _number(order)
    versions.begin(session, [second], by=actor)
    return second


def step(
    session: Session, actor: Actor, recommendation_id: int, *, to: Literal["up", "down"]
) -> None:
    """Move a recommendation one place within its issue, if it is not at the end."""
    group, chosen = own_recommendation(session, actor, recommendation_id)
    order = _order(session, group, chosen)
    at = order.index(chosen)
    other = at - 1 if to == "up" else at + 1
    if 0 <= other < len(order):
        order.insert(other, order.pop(at))
        _number(order)
        _announce(session, group)


def put_before(
    session: Session, actor: Actor, recommendation_id: int, *, before: int | None
) -> None:
    """Move a recommendation before another one of its issue, or to the end."""
    group, chosen = own_recommendation(session, actor, recommendation_id)
    was = _order(session, group, chosen)
    order = [one for one in was if one is not chosen]
    places = {one.id: place for place, one in enumerate(order)} | {None: len(order)}
    if before not in places:
        raise Conflict(_("That is not possible right now. Reload the page."))
    order.insert(places[before], chosen)
    if order != was:
        _number(order)
        _announce(session, group)


def _order(session: Session, group: Group, chosen: Recommendation) -> list[Recommendation]:
    """Return the recommendations of the `chosen` one's issue; of the deleted, only `chosen`."""
    return [
        one
        for one in queries.recommendations_of(session, group.id)
        if one.issue_id == chosen.issue_id and (one.deleted_at is None or one is chosen)
    ]


def _number(order: list[Recommendation]) -> None:
    for place, one in enumerate(order, start=1):
        one.position = place


def move_to_issue(session: Session, actor: Actor, recommendation_id: int, *, issue_id: int) -> None:
    """Move a recommendation to the end of another issue."""
    group, chosen = own_recommendation(session, actor, recommendation_id)
    _require_issue(session, group, issue_id)
    if chosen.issue_id != issue_id:
        chosen.issue_id, chosen.position = issue_id, _end(session, group)
        _announce(session, group)


def add_actor(session: Session, actor: Actor, recommendation_id: int, *, name: str) -> None:
    """Add an actor. If two phones add the same actor, it is added once."""
    group, chosen = own_recommendation(session, actor, recommendation_id)
    if name.casefold() in map(str.casefold, chosen.actors):
        return
    if len(chosen.actors) >= MOST_ACTORS:
        raise Conflict(
            _("Too many items. Enter no more than %(max_length)s.", max_length=MOST_ACTORS)
        )
    _set_actors(session, actor, chosen, [*chosen.actors, name])
    _announce(session, group)


def remove_actor(session: Session, actor: Actor, recommendation_id: int, *, name: str) -> None:
    """Remove an actor; does nothing if it has been removed already."""
    group, chosen = own_recommendation(session, actor, recommendation_id)
    left = [other for other in chosen.actors if other.casefold() != name.casefold()]
    if left != chosen.actors:
        _set_actors(session, actor, chosen, left)
        _announce(session, group)


def _set_actors(session: Session, actor: Actor, chosen: Recommendation, actors: list[str]) -> None:
    _note(session, actor, chosen)
    chosen.actors, chosen.original = actors, ""


def _note(session: Session, actor: Actor, chosen: Recommendation) -> None:
    """Store a version with the current text if there is none, and record the actor as an author."""
    versions.begin(session, [chosen])
    versions.note(session, actor, {chosen.id})


def own_recommendation(
    session: Session, actor: Actor, recommendation_id: int
) -> tuple[Group, Recommendation]:
    """Return a recommendation of the actor's group. Raises DraftingClosed for non-writers."""
    group = writing_group(session, actor)
    return group, queries.recommendation(session, group.id, recommendation_id)


def writing_group(session: Session, actor: Actor) -> Group:
    """Return the actor's group. Raises DraftingClosed if the actor may not write now."""
    workshop = workshops.workshop_of(session, actor)
    require_writer(actor, workshop.stage, voted_on=is_voted_on(session, workshop))
    group = session.get(Group, actor.group_id) if actor.group_id is not None else None
    if group is None:
        raise NotFound(_("You are not in a group yet."))
    quiet_members.hear(session, actor, group.id)
    return group


def _require_issue(session: Session, group: Group, issue_id: int) -> None:
    written = queries.recommendations_of(session, group.id)
    if issue_id not in {issue.id for issue in queries.issues_of(session, group, written)}:
        raise NotFound(_("You can only change your own group’s work."))


def _end(session: Session, group: Group) -> int:
    written = queries.recommendations_of(session, group.id)
    return max((one.position for one in written), default=0) + 1


def _announce(session: Session, group: Group) -> None:
    """Refresh the group's pages, and those of screens and consoles after a pause."""
    group.active_at = now()
    draft_announcements.tell_soon(session, group.workshop_id)
    workshop = workshops.by_id(session, group.workshop_id)
    announce.group_changed(session, workshop, group.id, TOPIC)


def bring_back(session: Session, actor: Actor, recommendation_id: int, version_id: int) -> None:
    """Restore a version of a recommendation, while `editing`; the current wording is kept too."""
    group, chosen = own_recommendation(session, actor, recommendation_id)
    if chosen.merged_into_id is not None:
        raise Conflict(_("That is not possible right now. Reload the page."))
    version = session.get(DraftVersion, version_id)
    if version is None or version.recommendation_id != chosen.id:
        raise NotFound(_("This item no longer exists."))
    if chosen.deleted_at is not None:
        _require_room_for_one(session, group)
    versions.write_down(session, group.workshop_id)
    versions.begin(session, [chosen])
    if versions.has_restored_much(session, actor, chosen):
        raise TooMany(_("That was too fast. Wait a moment and try again."))
    document_binding.rewrite(session, chosen, version.wording)
    chosen.deleted_at = None
    versions.keep_restored(session, actor, chosen, version)
    _announce(session, group)
