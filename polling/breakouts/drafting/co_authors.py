"""The other groups that helped to write a recommendation: those whose texts were merged into it."""

from collections.abc import Iterable

from polling.core.clock import now
from polling.recommendations.models import Recommendation


def credit(one: Recommendation, parts: Iterable[Recommendation]) -> None:
    """Make the groups that wrote these `parts` authors of a text that was made from them.

    Authors are only stored as texts merged into `one`, so it gets a hidden copy of the first part
    of each group.
    """
    known = {None, one.group_id}
    for part in parts:
        if part.group_id not in known:
            known.add(part.group_id)
            one.merged_from.append(_hidden_copy(part))


def _hidden_copy(part: Recommendation) -> Recommendation:
    copy = Recommendation(
        issue_id=part.issue_id,
        group_id=part.group_id,
        position=part.position,
        deleted_at=now(),
        split_from=part.split_from,
    )
    copy.wording = part.wording
    return copy
