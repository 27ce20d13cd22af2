"""Which versions this server has announced, of each workshop with connections here.

Versions have no gaps, so a missing one can be detected. The newest version alone would not be
enough, because a lost message may be older than the last one received.
"""

from collections.abc import Collection, Iterable

_told: dict[int, set[int]] = {}
_all_until: dict[int, int] = {}


def note(workshop_id: int, versions: Iterable[int]) -> None:
    """Record that these versions have been announced."""
    until = _all_until.get(workshop_id, 0)
    later = (version for version in versions if version > until)
    _told.setdefault(workshop_id, set()).update(later)


def lacks(workshop_id: int, version: int) -> bool:
    """Return whether any version up to this one has not been announced."""
    return not _told.get(workshop_id, set()).issuperset(_since(workshop_id, version))


def settle(workshop_id: int, version: int) -> None:
    """Record that all versions up to this one have been announced."""
    _told.get(workshop_id, set()).difference_update(_since(workshop_id, version))
    _all_until[workshop_id] = max(version, _all_until.get(workshop_id, 0))


def _since(workshop_id: int, version: int) -> range:
    return range(_all_until.get(workshop_id, 0) + 1, version + 1)


def forget_others(workshops: Collection[int]) -> None:
    """Forget all workshops but these. If one comes back, its versions are announced once more."""
    for known in (_told, _all_until):
        for workshop_id in known.keys() - set(workshops):
            del known[workshop_id]


def forget_all() -> None:
    """Forget everything: a new server has announced nothing."""
    _told.clear()
    _all_until.clear()
