"""The ideas on the issue that a group works on, as its pages show them."""

import hashlib
from collections import Counter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling.breakouts import queries
from polling.breakouts.models import Group, Idea
from polling.breakouts.timers import ideas_scope
from polling.core.errors import NotFound
from polling.core.i18n import _
from polling.workshop import queries as workshops
from polling.workshop.settings import Settings


def shown(session: Session, group: Group, viewer: int | None = None) -> dict[str, Any]:
    """{"phase": "" | "silent" | "shown", "minutes": of silence, 0 if the workshop has none,
    "scope": of their clock, "own": the viewer's, "table": [(idea, those beside it)] of all that
    are shown, "count": how many there are, "hidden": how many are not shown, "authors": how many
    members have any}."""
    ideas = ideas_of(session, group)
    table = [
        idea
        for idea in sorted(ideas, key=lambda idea: idea.shown_position or 0)
        if idea.shown_position
    ]
    return {
        "phase": group.idea_phase,
        "minutes": minutes(session, group),
        "scope": ideas_scope(group),
        "own": [idea for idea in ideas if viewer and idea.participant_id == viewer],
        "table": [
            (idea, [other for other in table if other.grouped_under_id == idea.id])
            for idea in table
            if idea.grouped_under_id is None
        ],
        "count": len(ideas),
        "hidden": len(ideas) - len(table),
        "authors": len({idea.participant_id for idea in ideas}),
    }


def ideas_of(session: Session, group: Group) -> list[Idea]:
    """All ideas on the issue that the group works on."""
    issue = queries.working_on(group, workshops.priority_issues(session, group.theme_id))
    if issue is None:
        return []
    query = select(Idea).where(Idea.group_id == group.id, Idea.issue_id == issue.id)
    return list(session.scalars(query.order_by(Idea.id)))


def idea(session: Session, group: Group, idea_id: int) -> Idea:
    """One idea on the issue that the group works on."""
    found = session.get(Idea, idea_id)
    if found is None or found not in ideas_of(session, group):
        raise NotFound(_("This idea is no longer there."))
    return found


def in_turn(ideas: list[Idea], group: Group) -> list[Idea]:
    """One idea of each author, then the second of each, and so on.

    The authors take turns in an order that tells nothing of them, the same every time.
    """
    rounds: dict[int, int] = {}
    nth: Counter[int | None] = Counter()
    for one in ideas:
        rounds[one.id] = nth[one.participant_id]
        nth[one.participant_id] += 1

    def turn(one: Idea) -> tuple[int, str]:
        lot = hashlib.sha256(f"{group.document_key}:{one.issue_id}:{one.participant_id}".encode())
        return rounds[one.id], lot.hexdigest()

    return sorted(ideas, key=turn)


def minutes(session: Session, group: Group) -> int:
    """How long the workshop has its groups think in silence; 0 for not at all."""
    workshop = workshops.by_id(session, group.workshop_id)
    return Settings.model_validate(workshop.settings).silent_minutes
