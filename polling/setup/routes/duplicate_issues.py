"""Routes for similar issues: merging, keeping both, and undoing a merge."""

from flask import Blueprint
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role
from polling.core.i18n import _
from polling.setup.actions import issue_merging
from polling.setup.forms import OneIssue, TwoIssues
from polling.web.commands import command

blueprint = Blueprint("duplicate_issues", __name__, url_prefix="/console/<code>/setup/duplicates")


@command(blueprint, "/merge", Role.ORGANIZER)
def merge(session: Session, actor: Actor, wanted: OneIssue) -> str:
    """Merge two issues."""
    issue_merging.merge_pair(session, actor, keep=wanted.keep, gone=wanted.gone)
    return _("Merged. All sources are kept.")


@command(blueprint, "/apart", Role.ORGANIZER)
def keep_apart(session: Session, actor: Actor, two: TwoIssues) -> str:
    """Mark two issues as different."""
    issue_merging.keep_apart(session, actor, two.first, two.second)
    return _("Both issues are kept.")


@command(blueprint, "/<int:merged_issue_id>/undo", Role.ORGANIZER)
def undo(session: Session, actor: Actor, merged_issue_id: int) -> str:
    """Undo the merge of an issue."""
    issue_merging.undo(session, actor, merged_issue_id)
    return _("Merge undone.")
