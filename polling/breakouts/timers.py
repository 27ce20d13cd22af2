"""The timers of the breakouts: of each group, of each of its issues, and of its silent writing."""

from polling.breakouts.models import Group
from polling.workshop.models import Issue

ISSUE_SECONDS = 20 * 60


def group_scope(group: Group) -> str:
    """Return the scope of a group's timer."""
    return f"group:{group.id}"


def issue_scope(group: Group, issue: Issue) -> str:
    """Return the scope of an issue's timer in one group."""
    return f"issue:{group.id}:{issue.id}"


def ideas_scope(group: Group) -> str:
    """Return the scope of the timer of a group's silent writing."""
    return f"ideas:{group.id}"
