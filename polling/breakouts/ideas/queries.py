"""Queries for the ideas on the issue that a group works on."""

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from polling.breakouts import queries
from polling.breakouts.models import Group, Idea
from polling.breakouts.timers import ideas_scope
from polling.core.clock import now
from polling.core.errors import NotFound
from polling.core.i18n import _
from polling.core.query_cache import loaded_once
from polling.people.models import Participant
from polling.recommendations.models import Recommendation
from polling.workshop import queries as workshops
from polling.workshop.models import Workshop
from polling.workshop.settings import Settings


@dataclass(frozen=True)
class ShownIdeas:
    """The ideas on the issue that a group works on.

    - `phase`: "", "silent" (people write) or "shown".
    - `minutes`: the duration of silent writing, 0 if the workshop has none; `scope`: that of its
      timer; `until`: when it will end, if time is left.
    - `table`: the shown ones, each with those grouped under it.
    - `drafts`: the recommendations that began with an idea, by its id.
    - `count`, `hidden`: the number of all ideas, and of hidden ones; `authors`: members with ideas.
    """

    phase: str
    minutes: int
    scope: str
    until: datetime | None
    table: list[tuple[Idea, list[Idea]]]
    drafts: dict[int, Recommendation]
    count: int
    hidden: int
    authors: int


@dataclass(frozen=True)
class OwnIdea:
    """An idea that its author can still delete."""

    id: int
    text: str


def own_ideas(
    session: Session, workshop: Workshop, people: Sequence[Participant]
) -> dict[int, tuple[OwnIdea, ...]]:
    """Return each person's hidden ideas on their group's issue, by participant id."""
    workshops.themes(session, workshop.id)  # loads the issues of all groups
    theirs, wanted = queries.groups_of(people), {person.id for person in people}
    groups = (group for group in queries.groups(session, workshop.id) if group.id in theirs)
    at = [_place(session, group) for group in groups if group.idea_phase]
    found: dict[int, tuple[OwnIdea, ...]] = {}
    for row in _written(session, tuple(place for place in at if place)):
        if row.participant_id in wanted and row.shown_position is None:
            known = found.get(row.participant_id, ())
            found[row.participant_id] = (*known, OwnIdea(row.id, row.text))
    return found


Place = tuple[int, int]  # a group's id, and the id of its current issue


def _place(session: Session, group: Group) -> Place | None:
    issue = queries.working_on(group, workshops.priority_issues(session, group.theme_id))
    return (group.id, issue.id) if issue else None


@loaded_once
def _written(session: Session, places: tuple[Place, ...]) -> list[Idea]:
    """Return all ideas of these groups on their current issues."""
    if not places:
        return []
    query = select(Idea).where(tuple_(Idea.group_id, Idea.issue_id).in_(places))
    return list(session.scalars(query.order_by(Idea.id)))


def shown(session: Session, group: Group) -> ShownIdeas:
    """Return the group's ideas. `own_ideas` adds a member's hidden ones."""
    ideas = ideas_of(session, group)
    table = [
        idea
        for idea in sorted(ideas, key=lambda idea: idea.shown_position or 0)
        if idea.shown_position
    ]
    return ShownIdeas(
        phase=group.idea_phase,
        minutes=minutes(session, group),
        scope=ideas_scope(group),
        until=_until(session, group),
        table=[
            (idea, [other for other in table if other.grouped_under_id == idea.id])
            for idea in table
            if idea.grouped_under_id is None
        ],
        drafts=drafts(session, table),
        count=len(ideas),
        hidden=len(ideas) - len(table),
        authors=len({idea.participant_id for idea in ideas}),
    )


def drafts(session: Session, ideas: list[Idea]) -> dict[int, Recommendation]:
    """Return the recommendations that began with these ideas, by idea id, without deleted ones.

    One that was merged into another is still in use.
    """
    begun = {idea.id: idea.recommendation_id for idea in ideas if idea.recommendation_id}
    if not begun:
        return {}
    query = select(Recommendation).where(Recommendation.id.in_(begun.values()))
    kept = {
        one.id: one
        for one in session.scalars(query)
        if one.deleted_at is None or one.merged_into_id is not None
    }
    return {idea_id: kept[made] for idea_id, made in begun.items() if made in kept}


def _until(session: Session, group: Group) -> datetime | None:
    timer = workshops.timer(session, group.workshop_id, ideas_scope(group))
    ends = timer.ends_at if timer else None
    return ends if ends and ends > now() else None


def ideas_of(session: Session, group: Group) -> list[Idea]:
    """Return all ideas on the group's current issue."""
    place = _place(session, group)
    return _written(session, (place,)) if place else []


def idea(session: Session, group: Group, idea_id: int) -> Idea:
    """Return one idea on the group's current issue."""
    found = session.get(Idea, idea_id)
    if found is None or found not in ideas_of(session, group):
        raise NotFound(_("This item no longer exists."))
    return found


def in_turn(ideas: list[Idea]) -> list[Idea]:
    """Return the first idea of each author, then the second of each, and so on.

    An author's shown ideas count as the first. The order within a round is random: members could
    compute any order by ids or numbers, which their pages contain, and so find the authors.
    """
    shuffled = secrets.SystemRandom().sample(ideas, len(ideas))
    rounds: dict[int, int] = {}
    nth: Counter[int | None] = Counter()
    for one in sorted(shuffled, key=lambda one: one.shown_position is None):
        rounds[one.id] = nth[one.participant_id]
        nth[one.participant_id] += 1
    return sorted(shuffled, key=lambda one: rounds[one.id])


def minutes(session: Session, group: Group) -> int:
    """Return the workshop's minutes of silent writing; 0 for none."""
    workshop = workshops.by_id(session, group.workshop_id)
    return Settings.model_validate(workshop.settings).silent_minutes
