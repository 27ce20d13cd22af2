"""Queries for the setup, including what is locked because people have voted on it."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from polling.breakouts.models import Group
from polling.contests.kinds import FINAL, FINALISTS, RANKING, RATING, VOTES
from polling.contests.models import WAITING, Contest
from polling.contests.queries import have_begun, states
from polling.core.access import Actor
from polling.core.errors import Conflict, NotFound
from polling.core.i18n import _
from polling.people.attributes import DEFAULT_ATTRIBUTES, Attribute
from polling.people.models import Participant, WorkshopOrganizer
from polling.people.queries import workshops_of
from polling.recommendations.models import Recommendation
from polling.survey.queries import answered
from polling.workshop.models import AgendaSession, Theme, Workshop
from polling.workshop.queries import theme


def library(session: Session, actor: Actor) -> dict[str, Any]:
    """Return {"email", "rows"}: the organizer, and their workshops with the numbers of people."""
    organizer_id = actor.organizer_id or 0
    mine = select(WorkshopOrganizer.workshop_id).where(
        WorkshopOrganizer.organizer_id == organizer_id
    )
    query = select(Participant.workshop_id, func.count()).where(
        Participant.workshop_id.in_(mine), Participant.removed.is_(False)
    )
    joined = dict(session.execute(query.group_by(Participant.workshop_id)).all())
    rows = [
        {"workshop": workshop, "joined": joined.get(workshop.id, 0)}
        for workshop in workshops_of(session, organizer_id)
    ]
    return {"email": actor.label, "rows": rows}


def opened_themes(session: Session, workshop_id: int) -> set[int]:
    """Return the ids of themes in which voting has begun, on issues or recommendations."""
    return {
        vote.theme_id
        for vote in states(session, workshop_id)
        if vote.kind in (RANKING, FINAL, RATING) and vote.state != WAITING and vote.theme_id
    }


RANKING_SETTINGS = frozenset({"rule", "rank_places", "cut_places", "tie_policy", "quorum"})
FINAL_SETTINGS = frozenset({"approvals_per_theme", "vote_stages", "issues_each"})
# Locked with the first stage: a change after it would disclose or override the ratings.
FINALISTS_SETTINGS = frozenset({"wild_cards", "final_approvals"})
SMALLEST_COUNT = frozenset({"smallest_cell"})


def frozen_settings(session: Session, workshop_id: int) -> set[str]:
    """Return the settings under which people have voted or answered.

    If the smallest count could change later, two reports would differ by what one of them hides.
    """
    frozen: set[str] = set()
    if have_begun(session, workshop_id, *VOTES):  # the final vote has the same ties and quorum
        frozen |= RANKING_SETTINGS
    if have_begun(session, workshop_id, FINAL, RATING):
        frozen |= FINAL_SETTINGS
    if have_begun(session, workshop_id, RATING):
        frozen |= FINALISTS_SETTINGS
    if have_begun(session, workshop_id, *VOTES) or answered(session, workshop_id):
        frozen |= SMALLEST_COUNT
    return frozen


def sessions_are_rated(session: Session, workshop: Workshop) -> bool:
    """Return whether people have answered a survey that asks about the sessions."""
    asks = any(question.get("options_from") for question in workshop.survey)
    return asks and bool(answered(session, workshop.id))


def changeable_theme(session: Session, workshop_id: int, theme_id: int) -> Theme:
    """Return a theme whose issues may still change."""
    found = theme(session, workshop_id, theme_id)
    if found.id in opened_themes(session, workshop_id):
        raise Conflict(_("Voting has begun, so the issues are locked."))
    return found


def vote_names(session: Session, workshop_id: int) -> dict[str, str]:
    """Return the name of each vote by contest id: its theme, and the kind of vote."""
    query = (
        select(Contest.id, Contest.kind, Theme.title)
        .outerjoin(Theme, Contest.theme_id == Theme.id)
        .where(Contest.workshop_id == workshop_id)
    )
    kinds = {
        RANKING: _("Ranking"),
        FINAL: _("Final vote"),
        RATING: _("First stage"),
        FINALISTS: _("Second stage"),
    }
    return {
        contest_id: f"{title} ({kinds.get(kind, kind)})" if title else kinds.get(kind, kind)
        for contest_id, kind, title in session.execute(query)
    }


def agenda_session(session: Session, workshop_id: int, session_id: int) -> AgendaSession:
    """Return one session of this workshop's agenda."""
    found = session.get(AgendaSession, session_id)
    if found is None or found.workshop_id != workshop_id:
        raise NotFound(_("This item no longer exists."))
    return found


def groups(session: Session, workshop_id: int) -> list[Group]:
    """Return the breakout groups by number."""
    query = select(Group).where(Group.workshop_id == workshop_id)
    return list(session.scalars(query.order_by(Group.number)))


def group(session: Session, workshop_id: int, group_id: int) -> Group:
    """Return one group of this workshop."""
    found = session.get(Group, group_id)
    if found is None or found.workshop_id != workshop_id:
        raise NotFound(_("This item no longer exists."))
    return found


def drafted_by(session: Session, group_id: int) -> int:
    """Return how many recommendations a group has drafted, including deleted ones."""
    query = select(func.count()).where(Recommendation.group_id == group_id)
    return session.scalar(query) or 0


def drafted_for(session: Session, issue_ids: list[int]) -> int:
    """Return how many recommendations these issues have, including deleted ones."""
    query = select(func.count()).where(Recommendation.issue_id.in_(issue_ids))
    return session.scalar(query) or 0


def usual_attributes(workshop: Workshop) -> list[Attribute]:
    """Return the default questions that this workshop does not ask."""
    keys = {attribute["key"] for attribute in workshop.attributes}
    return [attribute for attribute in DEFAULT_ATTRIBUTES if attribute.key not in keys]


def attribute(workshop: Workshop, key: str) -> dict[str, Any]:
    """Return one of the questions asked at joining."""
    for found in workshop.attributes:
        if found["key"] == key:
            return found
    raise NotFound(_("This item no longer exists."))


def attribute_text(attribute: dict[str, Any]) -> dict[str, Any]:
    """Return the editable parts of a question. Its key is fixed: it identifies the answers."""
    return {name: value for name, value in attribute.items() if name != "key"}
