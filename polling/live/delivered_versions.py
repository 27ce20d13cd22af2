"""Which versions of a workshop this server has announced to its pages.

Versions have no gaps, so a missing one can be detected. The newest version alone would not be
enough, because a lost message may be older than the last one received.
"""

from collections import defaultdict
from collections.abc import Iterable

_told: dict[int, set[int]] = defaultdict(set)
_all_until: dict[int, int] = defaultdict(int)


def note(workshop_id: int, versions: Iterable[int]) -> None:
    """Record that these versions have been announced."""
    later = (version for version in versions if version > _all_until[workshop_id])
    _told[workshop_id].update(later)


def lacks(workshop_id: int, version: int) -> bool:
    """Return whether any version up to this one has not been announced."""
    return not _told[workshop_id].issuperset(_since(workshop_id, version))


def settle(workshop_id: int, version: int) -> None:
    """Record that all versions up to this one have been announced."""
    _told[workshop_id].difference_update(_since(workshop_id, version))
    _all_until[workshop_id] = max(version, _all_until[workshop_id])


def _since(workshop_id: int, version: int) -> range:
    return range(_all_until[workshop_id] + 1, version + 1)


def forget_all() -> None:
    """Forget everything: a new server has announced nothing."""
    _told.clear()
    _all_until.clear()
