"""Who wrote what is voted on, and may not vote on it: a group, or those whose work was merged."""

from collections.abc import Iterable, Iterator
from typing import Any

from polling.breakouts.models import Recommendation


def frozen(recommendations: Iterable[Recommendation]) -> dict[str, Any]:
    """What a contest's rule keeps: each one's group, and further groups of what was merged."""
    written = {str(one.id): list(dict.fromkeys(_groups(one))) for one in recommendations}
    first = {option: groups[0] for option, groups in written.items() if groups}
    further = {option: groups[1:] for option, groups in written.items() if groups[1:]}
    return {"authors": first} | ({"co_authors": further} if further else {})


def _groups(one: Recommendation) -> Iterator[int]:
    if one.group_id:
        yield one.group_id
    for part in one.merged_from:
        yield from _groups(part)
