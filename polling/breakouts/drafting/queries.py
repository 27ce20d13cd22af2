"""Queries for the drafts of a group, as its pages show them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from polling import stages
from polling.breakouts.drafting.advice import Advice, advice
from polling.breakouts.drafting.history import History, history
from polling.breakouts.drafting.write_access import VOTED_ON, is_voted_on
from polling.breakouts.models import Group
from polling.core.access import Role
from polling.core.errors import NotFound
from polling.core.i18n import LazyString, _, get_locale
from polling.recommendations.models import Recommendation
from polling.recommendations.queries import everything
from polling.recommendations.wording import LIMITS
from polling.workshop import queries as workshops
from polling.workshop.models import Issue, Workshop
from polling.workshop.version_cache import cached_for_phones


@dataclass(frozen=True)
class DraftedIssue:
    """An issue with the group's recommendations, and those it has deleted.

    `merged` are its recommendations that were merged, each with the other group's text that
    replaces it.
    """

    issue: Issue
    recommendations: list[Recommendation]
    deleted: list[Recommendation]
    merged: list[tuple[Recommendation, Recommendation]]


@dataclass(frozen=True)
class Drafting:
    """The variables of `breakouts/drafting/issues.html`.

    `advice`, `past` (the history that is open) and `replaced` (the group's texts that were merged
    into this one) are by recommendation id. `suggestions` are actors to choose from. `writers` are
    the roles that may write now. `voted_on` explains why nobody may write any more, or is "".
    `limits` are in characters, by field.
    """

    group: Group
    issues: list[DraftedIssue]
    advice: dict[int, list[Advice]]
    suggestions: list[str]
    writers: Collection[Role]
    voted_on: LazyString | str
    limits: Mapping[str, int]
    past: dict[int, History]
    replaced: dict[int, list[Recommendation]]


def drafting(
    session: Session, group: Group, looked_at: int | None = None, before: int | None = None
) -> Drafting:
    """Return a group's drafts.

    Args:
        looked_at: the recommendation whose history is open.
        before: the version before which the history ends; None is the whole history.
    """
    workshop = workshops.by_id(session, group.workshop_id)
    every = everything(session, workshop.id)
    written = sorted((one for one in every if one.group_id == group.id), key=_place)
    told = ("advice", group.id, str(get_locale()))
    voted_on = is_voted_on(session, workshop)
    return Drafting(
        group=group,
        issues=[_drafted(issue, written, every) for issue in issues_of(session, group, written)],
        advice=cached_for_phones(workshop, told, lambda: advice(session, group)),
        suggestions=suggestions(workshop, written),
        writers=() if voted_on else stages.BY_KEY[workshop.stage].drafters,
        voted_on=VOTED_ON if voted_on else "",
        limits=LIMITS,
        past={one.id: history(session, one, before) for one in written if one.id == looked_at},
        replaced=_replaced(written, every),
    )


def issues_of(session: Session, group: Group, written: list[Recommendation]) -> list[Issue]:
    """Return the priority issues of the group's theme, then others with `written` work."""
    chosen = workshops.priority_issues(session, group.theme_id)
    others = {one.issue for one in written} - {*chosen}
    return [*chosen, *sorted(others, key=lambda issue: issue.position)]


def _place(one: Recommendation) -> tuple[int, int]:
    return one.position, one.id


def recommendations_of(session: Session, group_id: int) -> list[Recommendation]:
    """Return everything that the group has written, in order, including deleted recommendations."""
    query = select(Recommendation).where(Recommendation.group_id == group_id)
    ordered = query.order_by(Recommendation.position, Recommendation.id)
    return list(session.scalars(ordered))


def recommendation(session: Session, group_id: int | None, wanted: int) -> Recommendation:
    """Return one recommendation of this group, possibly deleted."""
    found = session.get(Recommendation, wanted)
    if found is None or group_id is None or found.group_id != group_id:
        raise NotFound(_("You can only change your own group’s work."))
    return found


def suggestions(workshop: Workshop, written: list[Recommendation]) -> list[str]:
    """Return suggested actors: the workshop's own, then those used by the group."""
    by_group = {name for one in written if one.deleted_at is None for name in one.actors}
    spelled: dict[str, str] = {}
    for name in [*workshop.actors, *sorted(by_group)]:
        spelled.setdefault(name.casefold(), name)
    return list(spelled.values())


def merged(
    written: list[Recommendation], every: list[Recommendation]
) -> list[tuple[Recommendation, Recommendation]]:
    """Return those of `written` that were merged, each with the text of `every` that replaces it.

    A phone that was offline may still change such a text, so its group must see both.
    """
    known = {one.id: one for one in every}
    replaced = []
    for one in written:
        now = one
        while now.merged_into_id:
            now = known[now.merged_into_id]
        if now is not one and now.deleted_at is None:
            replaced.append((one, now))
    return replaced


def _replaced(
    written: list[Recommendation], every: list[Recommendation]
) -> dict[int, list[Recommendation]]:
    """Return those of `written` that another text of the group replaces, by the id of that text."""
    found: dict[int, list[Recommendation]] = {}
    for own, now in merged(written, every):
        if now.group_id == own.group_id:
            found.setdefault(now.id, []).append(own)
    return found


def _drafted(
    issue: Issue, written: list[Recommendation], every: list[Recommendation]
) -> DraftedIssue:
    own = [one for one in written if one.issue_id == issue.id]
    return DraftedIssue(
        issue=issue,
        recommendations=[one for one in own if one.deleted_at is None],
        deleted=[one for one in own if one.deleted_at and not one.merged_into_id],
        merged=[pair for pair in merged(own, every) if pair[1].group_id != pair[0].group_id],
    )
