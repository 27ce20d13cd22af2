"""Which groups may not vote on a recommendation, because they wrote it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from polling.breakouts.models import Group
from polling.people.models import Participant
from polling.privacy.omitted_options import may_leave_out
from polling.recommendations.models import Recommendation
from polling.workshop.models import Workshop


def frozen(
    session: Session, workshop: Workshop, recommendations: Iterable[Recommendation]
) -> dict[str, Any]:
    """Return the authors stored in a contest's rule: the groups of each option.

    "group_numbers" are the numbers of all groups that wrote an option, its own first; its hash
    proves to readers of the report who wrote what.
    """
    written = _authors(recommendations)
    return _as_rule(written) | _numbers(session, workshop, written)


def frozen_for_voting(
    session: Session, workshop: Workshop, recommendations: Iterable[Recommendation]
) -> dict[str, Any]:
    """Return the same without small groups, whose ballots could be identified by their gaps.

    "small_groups" are the groups whose members also vote on their own work.
    """
    written = _authors(recommendations)
    barred = may_leave_out(written, _members(session, workshop))
    small = {group for groups in written.values() for group in groups} - {
        group for groups in barred.values() for group in groups
    }
    rule = _as_rule(barred) | _numbers(session, workshop, written)
    return rule | ({"small_groups": sorted(small)} if small else {})


def _as_rule(written: Mapping[int, Sequence[int]]) -> dict[str, Any]:
    first = {str(option): groups[0] for option, groups in written.items() if groups}
    further = {str(option): list(groups[1:]) for option, groups in written.items() if groups[1:]}
    return {"authors": first} | ({"co_authors": further} if further else {})


def _numbers(
    session: Session, workshop: Workshop, written: Mapping[int, Sequence[int]]
) -> dict[str, Any]:
    query = select(Group.id, Group.number).where(Group.workshop_id == workshop.id)
    number = {group: number for group, number in session.execute(query).all()}  # noqa: C416
    numbers = {str(option): [number[one] for one in groups] for option, groups in written.items()}
    return {"group_numbers": numbers}


def _members(session: Session, workshop: Workshop) -> dict[int, int]:
    """Return {group: number of members}."""
    query = select(Participant.group_id, func.count()).where(
        Participant.workshop_id == workshop.id,
        Participant.group_id.is_not(None),
        Participant.removed.is_(False),
    )
    rows = session.execute(query.group_by(Participant.group_id)).all()
    return {group: people for group, people in rows if group is not None}


def _authors(recommendations: Iterable[Recommendation]) -> dict[int, list[int]]:
    return {one.id: one.author_groups for one in recommendations}
