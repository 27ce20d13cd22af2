"""The breakouts as a stage: groups are formed, and each should be ready before it ends."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from polling.breakouts import actions, pages, queries
from polling.breakouts.models import Group
from polling.core.i18n import _, ngettext
from polling.recommendations.models import Recommendation
from polling.workshop.models import Issue, Workshop
from polling.workshop.reasons import About, Reason, where_there_are_any
from polling.workshop.stage_hooks import StageHooks


def _blockers(session: Session, workshop: Workshop) -> list[Reason]:
    if not queries.formed(session, workshop.id):
        return [Reason(_("No groups have been formed."), False)]
    seated = queries.members(session, workshop.id)
    groups = [group for group in queries.groups(session, workshop.id) if group.id in seated]
    helpless = _numbers(group for group in groups if group.help_since)
    waiting = _numbers(group for group in groups if not group.ready)
    concerns = [
        helpless and _("These groups call for help: %(numbers)s.", numbers=helpless),
        waiting and _("These groups are not ready: %(numbers)s.", numbers=waiting),
    ]
    reasons = [Reason(concern, False) for concern in concerns if concern]
    return [*reasons, *_unfinished(session, groups), *_empty_issues(session, workshop)]


def _numbers(groups: Iterable[Group]) -> str:
    return ", ".join(str(group.number) for group in groups)


def _unfinished(session: Session, groups: list[Group]) -> list[Reason]:
    begun = queries.without_an_action(session, groups)
    text = ngettext(
        "%(num)s group has begun recommendations that say no action; nobody will vote on these.",
        "%(num)s groups have begun recommendations that say no action; nobody will vote on these.",
        len(begun),
    )
    about = (About(_("Group %(n)s", n=group.number), f"group-{group.id}") for group in begun)
    return where_there_are_any((text, False, tuple(about)))


def _empty_issues(session: Session, workshop: Workshop) -> list[Reason]:
    written = select(func.count()).where(
        Recommendation.issue_id == Issue.id,
        Recommendation.deleted_at.is_(None),
        Recommendation.action != "",
    )
    for_us = Issue.theme.has(workshop_id=workshop.id)
    empty = select(Issue).where(Issue.priority.is_not(None), for_us, written.scalar_subquery() == 0)
    about = tuple(About(issue.label) for issue in session.scalars(empty))
    text = ngettext(
        "%(num)s issue has no recommendation yet.",
        "%(num)s issues have no recommendation yet.",
        len(about),
    )
    return where_there_are_any((text, False, about))


def _groups_are_formed(session: Session, workshop: Workshop, _reasons: list[Reason]) -> bool:
    return queries.formed(session, workshop.id)


HOOKS = StageHooks(
    key="breakouts",
    pages=pages,
    blockers=_blockers,
    enter=actions.begin,
    leave=actions.end,
    going_on_is_next=_groups_are_formed,
)
