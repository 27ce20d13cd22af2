"""Actions for issues: adding, editing, ordering and removing them."""

from sqlalchemy.orm import Session

from polling.core.access import Actor
from polling.core.errors import Conflict
from polling.core.i18n import _
from polling.core.text import comparison_key
from polling.setup import queries
from polling.setup.actions.common import finish, place, write
from polling.setup.forms import IssueText
from polling.workshop.models import Issue, Theme
from polling.workshop.queries import issue as issue_of
from polling.workshop.queries import workshop_of


def add(session: Session, actor: Actor, theme_id: int, headlines: list[str]) -> int:
    """Add the headlines that the theme lacks; returns how many."""
    workshop = workshop_of(session, actor)
    theme = queries.changeable_theme(session, workshop.id, theme_id)
    known = {comparison_key(issue.headline) for issue in theme.issues}
    new = [headline for headline in headlines if comparison_key(headline) not in known]
    if not new:
        raise Conflict(_("This already exists."))
    for headline in new:
        theme.issues.append(Issue(headline=headline, position=len(theme.issues) + 1))
    finish(session, actor, "issues-added", theme=theme.title, count=len(new))
    return len(new)


def edit(session: Session, actor: Actor, issue_id: int, text: IssueText) -> None:
    """Edit an issue's texts."""
    issue = changeable(session, actor, issue_id)
    before = issue.headline
    write(issue, text)
    finish(session, actor, "issue-edited", issue=before, now=text.headline)


def move(session: Session, actor: Actor, issue_id: int, direction: str) -> None:
    """Move an issue one place up or down within its theme."""
    issue = changeable(session, actor, issue_id)
    number(place(issue.theme.issues, issue, direction))
    finish(session, actor, "issue-moved", issue=issue.headline, to=direction)


def move_to(session: Session, actor: Actor, issue_id: int, theme_id: int) -> None:
    """Move an issue to the end of another theme."""
    issue = changeable(session, actor, issue_id)
    target = queries.changeable_theme(session, actor.workshop_id, theme_id)
    left = [other for other in issue.theme.issues if other is not issue]
    stay = [other for other in target.issues if other is not issue]
    issue.theme, issue.priority = target, None
    number(left)
    number([*stay, issue])
    finish(session, actor, "issue-to-theme", issue=issue.headline, theme=target.title)


def remove(session: Session, actor: Actor, issue_id: int) -> None:
    """Delete an issue that has no recommendations."""
    issue = changeable(session, actor, issue_id)
    if queries.drafted_for(session, [issue.id]):
        raise Conflict(
            _(
                "You cannot delete an issue that has recommendations. Merge it with "
                "another issue instead."
            )
        )
    theme, headline = issue.theme, issue.headline
    theme.issues.remove(issue)
    number(theme.issues)
    finish(session, actor, "issue-removed", issue=headline)


def changeable(session: Session, actor: Actor, issue_id: int) -> Issue:
    """Return an issue whose theme is not being voted on, in a locked workshop."""
    workshop_of(session, actor)
    issue = issue_of(session, actor.workshop_id, issue_id)
    queries.changeable_theme(session, actor.workshop_id, issue.theme_id)
    return issue


def number(issues: list[Issue]) -> None:
    """Number a theme's issues in this order."""
    for position, issue in enumerate(issues, start=1):
        issue.position = position


def in_theme(theme: Theme, issue_ids: list[int]) -> list[Issue]:
    """Return these issues of the theme, in its order. Raises Conflict if one was deleted."""
    chosen = [issue for issue in theme.issues if issue.id in issue_ids]
    if len(chosen) != len(set(issue_ids)):
        raise Conflict(_("That is not possible right now. Reload the page."))
    return chosen
