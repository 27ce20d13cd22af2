"""The breakouts as a stage: groups are formed, and should be ready before it ends."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from polling.breakouts import actions, pages, queries
from polling.breakouts.models import Group
from polling.breakouts.queries import Draft
from polling.core.i18n import _, ngettext
from polling.people.queries import present_by_group
from polling.workshop import queries as workshops
from polling.workshop.models import Workshop
from polling.workshop.stage_hooks import About, Reason, StageHooks, reasons_about_any


def _blockers(session: Session, workshop: Workshop) -> list[Reason]:
    if not queries.formed(session, workshop.id):
        return [Reason(_("No groups yet."), False)]
    seated = present_by_group(session, workshop.id)
    groups = [group for group in queries.groups(session, workshop.id) if group.id in seated]
    helpless = [group for group in groups if group.help_since]
    waiting = [group for group in groups if not group.ready]
    concerns = [
        helpless
        and ngettext(
            "Group %(numbers)s needs help.",
            "Groups %(numbers)s need help.",
            len(helpless),
            numbers=_numbers(helpless),
        ),
        waiting
        and ngettext(
            "Group %(numbers)s is not done yet.",
            "Groups %(numbers)s are not done yet.",
            len(waiting),
            numbers=_numbers(waiting),
        ),
    ]
    reasons = [Reason(concern, False) for concern in concerns if concern]
    drafts = queries.drafts(session, workshop.id)
    return [*reasons, *_unfinished(groups, drafts), *_empty_issues(session, workshop, drafts)]


def _numbers(groups: Iterable[Group]) -> str:
    return ", ".join(str(group.number) for group in groups)


def _unfinished(groups: list[Group], drafts: list[Draft]) -> list[Reason]:
    unfinished = {one.group_id for one in drafts if one.is_begun}
    begun = [group for group in groups if group.id in unfinished]
    text = ngettext(
        "%(num)s group has recommendations without an action. Such recommendations cannot be "
        "voted on.",
        "%(num)s groups have recommendations without an action. Such recommendations cannot be "
        "voted on.",
        len(begun),
    )
    about = (About(_("Group %(n)s", n=group.number), f"group-{group.id}") for group in begun)
    return reasons_about_any((text, False, tuple(about)))


def _empty_issues(session: Session, workshop: Workshop, drafts: list[Draft]) -> list[Reason]:
    written = {one.issue_id for one in drafts if one.stands}
    themes = workshops.themes(session, workshop.id)
    issues = [issue for theme in themes for issue in theme.issues if issue.priority is not None]
    about = tuple(About(issue.label) for issue in issues if issue.id not in written)
    text = ngettext(
        "%(num)s issue has no recommendation yet.",
        "%(num)s issues have no recommendation yet.",
        len(about),
    )
    return reasons_about_any((text, False, about))


def _all_is_written(session: Session, workshop: Workshop, reasons: list[Reason]) -> bool:
    return not reasons and queries.formed(session, workshop.id)


HOOKS = StageHooks(
    key="breakouts",
    pages=pages,
    blockers=_blockers,
    enter=actions.begin,
    leave=actions.end,
    going_on_is_next=_all_is_written,
)
