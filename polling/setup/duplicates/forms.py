"""What an organizer decides about two issues that are alike."""

from polling.core.base_models import Payload


class OneIssue(Payload):
    """Two issues are one: the id of the one whose headline stays, and of the other."""

    keep: int
    gone: int


class TwoIssues(Payload):
    """The ids of two issues that are different."""

    first: int
    second: int
