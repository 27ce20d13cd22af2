"""Which versions of a workshop this server's pages know.

Versions follow one another without gaps, so one of which nobody has told shows. The newest alone
would not show it: what was lost between servers may be older than something told since.
"""

from collections import defaultdict
from collections.abc import Iterable

_told: dict[int, set[int]] = defaultdict(set)
_all_until: dict[int, int] = defaultdict(int)


def note(workshop_id: int, versions: Iterable[int]) -> None:
    """Note that pages know these versions."""
    later = (version for version in versions if version > _all_until[workshop_id])
    _told[workshop_id].update(later)


def settle(workshop_id: int, version: int) -> bool:
    """Whether they lacked any up to this one; from now on, they lack none of these."""
    since = range(_all_until[workshop_id] + 1, version + 1)
    lacked = not _told[workshop_id].issuperset(since)
    _told[workshop_id].difference_update(since)
    _all_until[workshop_id] = max(version, _all_until[workshop_id])
    return lacked


def forget_all() -> None:
    """Forget everything: a new server has told nothing."""
    _told.clear()
    _all_until.clear()
