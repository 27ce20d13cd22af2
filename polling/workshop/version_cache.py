"""A cache of values that are the same for everybody at one version of a workshop.

After a change, all phones may request their page. Content that is the same on all of them should be
loaded and rendered only once. The cache must never contain anything that depends on the reader.
"""

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from polling.core.locks import Lock
from polling.workshop.models import Workshop

Made = TypeVar("Made")
MOST_KEPT = 32  # two for each workshop: what changes with any version, and what phones show
MOST_FROZEN = 16  # workshops whose frozen reports are kept


class _Once(Generic[Made]):
    """A value created by the first caller, while others wait; if that fails, by the next caller.

    On PostgreSQL, every query yields, so a whole room may ask before the value is created.
    """

    def __init__(self) -> None:
        self._turn = Lock()
        self._made: list[Made] = []

    @property
    def is_made(self) -> bool:
        return bool(self._made)

    def get(self, make: Callable[[], Made]) -> Made:
        if not self._made:
            with self._turn:
                if not self._made:
                    self._made.append(make())
        return self._made[0]


# Keyed by join code, which is never reused, unlike an id, and by whether it is for phones:
# (version, {key: value}).
_kept: dict[tuple[str, bool], tuple[int, dict[Hashable, _Once[Any]]]] = {}

# The workshops' join codes, that of the last reader at the end: (what it depends on, {key: value}).
_frozen: dict[str, tuple[Hashable, dict[Hashable, _Once[Any]]]] = {}


def cached_per_version(workshop: Workshop, what: Hashable, make: Callable[[], Made]) -> Made:
    """Return `make()`, cached for this version of the workshop.

    A reader with an older snapshot gets an uncached value: the cache never goes back.
    """
    return _cached((workshop.code, False), workshop.version, what, make)


def is_cached(workshop: Workshop, what: Hashable) -> bool:
    """Return whether `cached_per_version` has this value, so that its caller need not wait."""
    version, made = _kept.get((workshop.code, False), (0, {}))
    return version == workshop.version and what in made and made[what].is_made


def cached_for_phones(workshop: Workshop, what: Hashable, make: Callable[[], Made]) -> Made:
    """The same for what participants' pages show, which most changes leave as it was."""
    return _cached((workshop.code, True), workshop.phones_version, what, make)


def _cached(key: tuple[str, bool], now: int, what: Hashable, make: Callable[[], Made]) -> Made:
    version, made = _kept.get(key, (0, {}))
    if now < version:
        return make()
    if now > version:
        made = {}
        _kept.pop(key, None)
        _kept[key] = now, made
        while len(_kept) > MOST_KEPT:
            del _kept[next(iter(_kept))]
    found: Made = made.setdefault(what, _Once()).get(make)
    return found


def cached_for_frozen(
    workshop: Workshop, of: Hashable, what: Hashable, make: Callable[[], Made]
) -> Made:
    """The same for a frozen report, which no change affects: cached until `of` differs."""
    before, made = _frozen.pop(workshop.code, (of, {}))
    if before != of:
        made = {}
    _frozen[workshop.code] = of, made
    while len(_frozen) > MOST_FROZEN:
        del _frozen[next(iter(_frozen))]
    found: Made = made.setdefault(what, _Once()).get(make)
    return found


def forget_all() -> None:
    """Clear the caches, as a restart does (for tests)."""
    _kept.clear()
    _frozen.clear()
