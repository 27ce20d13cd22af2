"""The clocks of the breakouts: one of each group, of each of its issues, and of its silence."""

from polling.breakouts.models import Group
from polling.workshop.models import Issue

ISSUE_SECONDS = 20 * 60


def group_scope(group: Group) -> str:
    """The scope of a group's own clock."""
    return f"group:{group.id}"


def issue_scope(group: Group, issue: Issue) -> str:
    """The scope of the clock of one issue in one group."""
    return f"issue:{group.id}:{issue.id}"


def ideas_scope(group: Group) -> str:
    """The scope of the clock of a group's silence."""
    return f"ideas:{group.id}"
