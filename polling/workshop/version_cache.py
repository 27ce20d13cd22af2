"""What holds for everybody at one version of a workshop, made once and shared until the next.

A change that all phones show makes each of them ask for its page. What is the same on all of
them need not be looked up, or rendered, once for each. Nothing that depends on who is asking may
go through here.
"""

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from polling.core.locks import Lock
from polling.workshop.models import Workshop

Made = TypeVar("Made")
MOST_WORKSHOPS = 16


class _Once(Generic[Made]):
    """Made by the first who asks, while the others wait; if that fails, by the next of them.

    On PostgreSQL every query lets others go on, so a whole room may ask before it is made.
    """

    def __init__(self) -> None:
        self._turn = Lock()
        self._made: list[Made] = []

    def get(self, make: Callable[[], Made]) -> Made:
        if not self._made:
            with self._turn:
                if not self._made:
                    self._made.append(make())
        return self._made[0]


# By join code, which unlike an id is never given again: (version, {what: made}).
_kept: dict[str, tuple[int, dict[Hashable, _Once[Any]]]] = {}


def cached_per_version(workshop: Workshop, what: Hashable, make: Callable[[], Made]) -> Made:
    """`make()`, or what it made before at this version of the workshop, or is making now.

    Who still sees an older version makes it for themselves: what is kept never goes back.
    """
    version, made = _kept.get(workshop.code, (0, {}))
    if workshop.version < version:
        return make()
    if workshop.version > version:
        made = {}
        _kept.pop(workshop.code, None)
        _kept[workshop.code] = workshop.version, made
        while len(_kept) > MOST_WORKSHOPS:
            del _kept[next(iter(_kept))]
    found: Made = made.setdefault(what, _Once()).get(make)
    return found


def forget_all() -> None:
    """Forget everything, as a restart does (for tests)."""
    _kept.clear()
