"""Queries for groups, their members, and their recommendations."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from polling.breakouts.models import Group, SeatingRule
from polling.core.edit_conflicts import Values
from polling.core.errors import NotFound
from polling.core.i18n import _
from polling.core.query_cache import already, loaded_once
from polling.live import connection_registry
from polling.people import queries as people
from polling.people.models import Participant
from polling.recommendations.models import Recommendation
from polling.recommendations.queries import everything
from polling.recommendations.wording import Wording
from polling.workshop.models import Issue, Theme


@loaded_once
def groups(session: Session, workshop_id: int) -> list[Group]:
    """Return the groups by number, with their themes."""
    query = select(Group).where(Group.workshop_id == workshop_id).order_by(Group.number)
    return list(session.scalars(query.options(joinedload(Group.theme))))


def calling_for_help(session: Session, workshop_id: int) -> list[Group]:
    """Return the groups that have called an organizer, longest wait first."""
    calls = [(group.help_since, group) for group in groups(session, workshop_id)]
    waiting = [(since, group) for since, group in calls if since is not None]
    return [group for _since, group in sorted(waiting, key=lambda call: call[0])]


def group(session: Session, workshop_id: int, group_id: int | None) -> Group:
    """Return one group of this workshop."""
    found = session.get(Group, group_id) if group_id else None
    if found is None or found.workshop_id != workshop_id:
        raise NotFound(_("This item no longer exists."))
    return found


def members(session: Session, workshop_id: int) -> dict[int | None, list[Participant]]:
    """Return all participants by group id; None has those without a group."""
    seated: dict[int | None, list[Participant]] = {None: []}
    for person in people.participants(session, workshop_id):
        seated.setdefault(person.group_id, []).append(person)
    return seated


def groups_of(seated: Iterable[Participant]) -> tuple[int, ...]:
    """Return the ids of these people's groups, in order."""
    return tuple(sorted({person.group_id for person in seated if person.group_id is not None}))


def busy(session: Session, workshop_id: int) -> set[int]:
    """Return the ids of groups that have members or have written something."""
    seated = people.present_by_group(session, workshop_id).keys() - {None}
    if all(group.id in seated for group in groups(session, workshop_id)):
        return {*filter(None, seated)}
    wrote = {one.group_id for one in drafts(session, workshop_id) if one.stands}
    return {*filter(None, seated | wrote)}


@loaded_once
def members_of(session: Session, group: Group) -> list[Participant]:
    """Return the members of one group, by number."""
    query = select(Participant).where(
        Participant.group_id == group.id, Participant.removed.is_(False)
    )
    return list(session.scalars(query.order_by(Participant.number)))


def absent(session: Session, workshop_id: int) -> list[Participant]:
    """Return members of a group whose phones are not connected."""
    here = connection_registry.participants_online(workshop_id)
    seated = members(session, workshop_id)
    return [
        person
        for group, people in seated.items()
        for person in people
        if group is not None and person.id not in here
    ]


def formed(session: Session, workshop_id: int) -> bool:
    """Return whether any participant has a group."""
    return any(group_id is not None for group_id in people.present_by_group(session, workshop_id))


def plan_of_groups(session: Session, workshop_id: int) -> Values:
    """Return what forming the groups would replace: the theme of each, and who sits where."""
    themes = [group.theme_id for group in groups(session, workshop_id)]
    seated = members(session, workshop_id).items()
    seats = [(person.id, group_id) for group_id, here in seated if group_id for person in here]
    return {"groups": [themes, sorted(seats)]}


def working_on(group: Group, issues: list[Issue]) -> Issue | None:
    """Return the group's current issue: the chosen one, or the first."""
    chosen = (issue for issue in issues if issue.id == group.issue_id)
    return next(chosen, issues[0] if issues else None)


def written(session: Session, workshop_id: int) -> list[Recommendation]:
    """Return all groups' recommendations, ordered by theme, issue and position."""
    return [one for one in everything(session, workshop_id) if _stands(one)]


@dataclass(frozen=True)
class Draft:
    """The state of a recommendation that is not deleted, without its texts.

    It `stands` if it has an action; it `is_begun` if only other fields are filled in.
    """

    group_id: int | None
    issue_id: int
    stands: bool
    is_begun: bool


@loaded_once
def drafts(session: Session, workshop_id: int) -> list[Draft]:
    """Return the state of all recommendations."""
    if (known := already(session, everything, workshop_id)) is not None:
        return [_draft(one) for one in known if one.deleted_at is None]
    columns = [getattr(Recommendation, name) for name in Recommendation.wording_columns]
    query = select(Recommendation.group_id, Recommendation.issue_id, *columns)
    query = query.join(Issue, Issue.id == Recommendation.issue_id).join(Issue.theme)
    chosen = query.where(Theme.workshop_id == workshop_id, Recommendation.deleted_at.is_(None))
    return [_draft(one) for one in session.execute(chosen)]


def _draft(one: Any) -> Draft:
    return Draft(
        one.group_id,
        one.issue_id,
        stands=one.action != "",
        is_begun=not (one.action or one.original) and not Wording.of(one).is_empty,
    )


def written_by(session: Session, group: Group) -> list[Recommendation]:
    """Return one group's recommendations by issue, including merged ones that contain its work."""
    authors = author_groups(session, group.workshop_id)
    return [one for one in written(session, group.workshop_id) if group.id in authors[one.id]]


@loaded_once
def author_groups(session: Session, workshop_id: int) -> dict[int, set[int]]:
    """Return the groups that helped to write each recommendation, also if it was merged later."""
    every = everything(session, workshop_id)
    into = {one.id: one.merged_into_id for one in every}
    authors: dict[int, set[int]] = {one.id: set() for one in every}
    for one in every:
        part: int | None = one.id
        while one.group_id and part in authors and one.group_id not in authors[part]:
            authors[part].add(one.group_id)
            part = into[part]
    return authors


def recommendation(session: Session, workshop_id: int, wanted: int | None) -> Recommendation:
    """Return one recommendation of this workshop, possibly deleted."""
    found = session.get(Recommendation, wanted) if wanted else None
    if found is None or found.issue.theme.workshop_id != workshop_id:
        raise NotFound(_("This item no longer exists."))
    return found


def by_issue(recommendations: Iterable[Recommendation]) -> dict[int, list[Recommendation]]:
    """Return the recommendations grouped by issue id."""
    grouped: dict[int, list[Recommendation]] = {}
    for recommendation in recommendations:
        grouped.setdefault(recommendation.issue_id, []).append(recommendation)
    return grouped


def _stands(one: Recommendation) -> bool:
    # Only recommendations with an action count; a deleted one can still be restored.
    return one.deleted_at is None and one.action != ""


@loaded_once
def seating_rules(session: Session, workshop_id: int) -> list[SeatingRule]:
    """Return the workshop's seating rules, oldest first."""
    query = select(SeatingRule).where(SeatingRule.workshop_id == workshop_id)
    return list(session.scalars(query.order_by(SeatingRule.id)))
