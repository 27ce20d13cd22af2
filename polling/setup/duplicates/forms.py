"""Payloads of decisions about similar issues."""

from polling.core.base_models import Payload


class OneIssue(Payload):
    """Two issues to merge: the id of the issue whose headline is kept, and of the other one."""

    keep: int
    gone: int


class TwoIssues(Payload):
    """The ids of two issues that are different."""

    first: int
    second: int
