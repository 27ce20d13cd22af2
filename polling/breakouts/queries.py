"""The groups, who sits in them, and what they have written."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from polling.breakouts.models import Group
from polling.core.errors import NotFound
from polling.core.i18n import _
from polling.live import rooms
from polling.people import queries as people
from polling.people.models import Participant
from polling.recommendations.models import Recommendation
from polling.workshop.models import Issue, Theme


def groups(session: Session, workshop_id: int) -> list[Group]:
    """The groups by number, with their themes."""
    query = select(Group).where(Group.workshop_id == workshop_id).order_by(Group.number)
    return list(session.scalars(query.options(joinedload(Group.theme))))


def group(session: Session, workshop_id: int, group_id: int | None) -> Group:
    """One group of this workshop."""
    found = session.get(Group, group_id) if group_id else None
    if found is None or found.workshop_id != workshop_id:
        raise NotFound(_("This group is no longer there."))
    return found


def members(session: Session, workshop_id: int) -> dict[int | None, list[Participant]]:
    """Everybody who is in the workshop, by group id; None has those without a group."""
    seated: dict[int | None, list[Participant]] = {None: []}
    for person in people.participants(session, workshop_id):
        seated.setdefault(person.group_id, []).append(person)
    return seated


def busy(session: Session, workshop_id: int) -> set[int]:
    """The ids of the groups that have members or have written something."""
    seated = select(Participant.group_id).where(
        Participant.workshop_id == workshop_id, Participant.removed.is_(False)
    )
    wrote = (
        select(Recommendation.group_id)
        .join(Recommendation.issue)
        .join(Issue.theme)
        .where(Theme.workshop_id == workshop_id, *_stands())
    )
    return {group_id for group_id in session.scalars(seated.union(wrote)) if group_id}


def members_of(session: Session, group: Group) -> list[Participant]:
    """The members of one group, by number."""
    query = select(Participant).where(
        Participant.group_id == group.id, Participant.removed.is_(False)
    )
    return list(session.scalars(query.order_by(Participant.number)))


def absent(session: Session, workshop_id: int) -> list[Participant]:
    """Members of a group whose phones are not connected."""
    here = rooms.participants_online(workshop_id)
    seated = members(session, workshop_id)
    return [
        person
        for group, people in seated.items()
        for person in people
        if group is not None and person.id not in here
    ]


def formed(session: Session, workshop_id: int) -> bool:
    """Whether anybody has a group."""
    seated = Participant.group_id.is_not(None), Participant.removed.is_(False)
    query = select(Participant.id).where(Participant.workshop_id == workshop_id, *seated)
    return session.scalar(query.limit(1)) is not None


def working_on(group: Group, issues: list[Issue]) -> Issue | None:
    """The issue that the group works on: the one chosen, or the first."""
    chosen = (issue for issue in issues if issue.id == group.issue_id)
    return next(chosen, issues[0] if issues else None)


def written(session: Session, workshop_id: int) -> list[Recommendation]:
    """What all groups recommend: theme by theme, by issue, in the order of their positions."""
    query = (
        select(Recommendation)
        .join(Recommendation.issue)
        .join(Issue.theme)
        .where(Theme.workshop_id == workshop_id, *_stands())
        .order_by(Theme.position, Issue.priority, Issue.position, Recommendation.position)
        .options(joinedload(Recommendation.issue), joinedload(Recommendation.group))
    )
    return list(session.scalars(query))


def without_an_action(session: Session, groups: Sequence[Group]) -> list[Group]:
    """Those of these groups that have begun a recommendation, and not said what should be done."""
    ids = [group.id for group in groups]
    query = select(Recommendation).where(
        Recommendation.group_id.in_(ids),
        Recommendation.deleted_at.is_(None),
        Recommendation.action == "",
        Recommendation.original == "",
    )
    begun = [one for one in session.scalars(query) if not one.wording.is_empty]
    return [group for group in groups if group.id in {one.group_id for one in begun}]


def everything(session: Session, workshop_id: int) -> list[Recommendation]:
    """All that was ever written in a workshop, with what was deleted or merged."""
    query = select(Recommendation).join(Recommendation.issue).join(Issue.theme)
    return list(session.scalars(query.where(Theme.workshop_id == workshop_id)))


def written_by(session: Session, group: Group) -> list[Recommendation]:
    """What one group recommends, issue by issue, and what it has a share in, merged or not."""
    upwards = select(Recommendation.id, Recommendation.merged_into_id)
    own = upwards.where(Recommendation.group_id == group.id).cte(recursive=True)
    traced = own.union(upwards.join(own, own.c.merged_into_id == Recommendation.id))
    query = (
        select(Recommendation)
        .join(Recommendation.issue)
        .where(Recommendation.id.in_(select(traced.c.id)), *_stands())
        .order_by(Issue.priority, Issue.position, Recommendation.position)
        .options(joinedload(Recommendation.issue))
    )
    return list(session.scalars(query))


def recommendation(session: Session, workshop_id: int, wanted: int | None) -> Recommendation:
    """One recommendation of this workshop, deleted or not."""
    found = session.get(Recommendation, wanted) if wanted else None
    if found is None or found.issue.theme.workshop_id != workshop_id:
        raise NotFound(_("This recommendation is no longer there."))
    return found


def by_issue(recommendations: Iterable[Recommendation]) -> dict[int, list[Recommendation]]:
    """The same recommendations by issue id."""
    grouped: dict[int, list[Recommendation]] = {}
    for recommendation in recommendations:
        grouped.setdefault(recommendation.issue_id, []).append(recommendation)
    return grouped


def _stands() -> tuple[ColumnElement[bool], ...]:
    # An action makes a recommendation; one that is deleted can still return.
    return Recommendation.deleted_at.is_(None), Recommendation.action != ""
