"""What one person sends is handled one at a time, and not without pauses.

Our script sends one at a time. A person who sends a hundred at once would otherwise get a hundred
turns of the event loop, and of the workshop's writers, for each turn of another person. A person
who sends one after another would otherwise keep SQLite's file locked for most of the time, while
all pages wait.

People who share a link, such as note-takers, are one person here. The number is limited for each of
their browsers, so that nobody can keep the others out by sending slowly.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from polling.core.errors import TooMany
from polling.core.i18n import _
from polling.core.threads import let_others_in
from polling.web.used_time import UsedTime

MOST_WAITING = 30  # of one browser
AT_ONCE_SECONDS, SHARE = 1.0, 0.25  # of handling what a browser sent: at once, and after that
FORGOTTEN_AFTER_SECONDS = 60.0  # when nothing of the used time counts any more


@dataclass(eq=False)
class _Browser:
    turn: threading.Lock = field(default_factory=threading.Lock)
    used: UsedTime = field(default_factory=lambda: UsedTime(AT_ONCE_SECONDS, SHARE))
    count: int = 0  # of its turns
    since: float = 0.0


@dataclass(eq=False)
class _Line:
    turn: threading.Lock = field(default_factory=threading.Lock)
    browsers: dict[str, _Browser] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(browser.count for browser in list(self.browsers.values()))


class OwnTurns:
    """What each person has sent that is arriving, waiting or being handled."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.clock, self.sleep = clock, sleep
        self._guard = threading.Lock()
        self._lines: dict[str, _Line] = {}
        self._sweep_at = 0.0

    def arrive(self, key: str, browser: str) -> "OwnTurn":
        """Return a new turn of this person. Raises TooMany if too many of this browser wait."""
        with self._guard:
            self._sweep()
            line = self._lines.setdefault(key, _Line())
            own = line.browsers.setdefault(browser, _Browser())
            if own.count >= MOST_WAITING:
                raise TooMany(_("That was too fast. Wait a moment and try again."))
            own.count += 1
        return OwnTurn(self, line, own)

    @contextmanager
    def turn(self, key: str, browser: str) -> Iterator[None]:
        """Wait for a turn of this person, which lasts until the end of the block.

        Raises TooMany if too many of this browser wait.
        """
        own = self.arrive(key, browser)
        try:
            own.take()
            yield
        finally:
            own.leave()

    def leave(self, own: _Browser) -> None:
        """Remove a turn of a browser."""
        with self._guard:
            own.count -= 1
            own.since = self.clock()

    def of(self, key: str) -> int:
        """Return the number of this person's turns."""
        return self._lines[key].count if key in self._lines else 0

    def forget_all(self) -> None:
        """Reset the used time of everybody (for tests)."""
        with self._guard:
            self._lines.clear()

    def _sweep(self) -> None:
        now = self.clock()
        if now < self._sweep_at:
            return
        self._sweep_at = now + FORGOTTEN_AFTER_SECONDS
        since = now - FORGOTTEN_AFTER_SECONDS
        for line in self._lines.values():
            kept = line.browsers.items()
            line.browsers = {key: own for key, own in kept if own.count or own.since > since}
        self._lines = {key: line for key, line in self._lines.items() if line.browsers}


@dataclass(eq=False)
class OwnTurn:
    """What somebody has sent: it arrives, takes its turn, and leaves."""

    turns: OwnTurns
    line: _Line
    own: _Browser
    began: float | None = None
    _held: list[threading.Lock] = field(default_factory=list)

    def take(self) -> None:
        """Wait until all earlier ones of the same person, which have arrived as a whole, are done.

        A browser that has used much time pauses before, so that others with its link need not.
        """
        self._hold(self.own.turn)
        if seconds := self.own.used.pause(self.turns.clock()):
            self.turns.sleep(seconds)
        self._hold(self.line.turn)
        let_others_in()
        self.began = self.turns.clock()

    def leave(self) -> None:
        """Let the next one begin."""
        now = self.turns.clock()
        if self.began is not None:
            self.own.used.add(now - self.began, now)
        while self._held:
            self._held.pop().release()
        self.turns.leave(self.own)

    def _hold(self, turn: threading.Lock) -> None:
        turn.acquire()
        self._held.append(turn)
