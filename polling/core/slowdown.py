"""Slow down guessing: wrong answers make the next attempts wait, and nothing else does.

Failures are counted for an hour: by the network they come from, by what is guessed at (an account),
and in all. Beyond a free number of each, an attempt waits before it is verified, and the wait
doubles with every further `free` failures. Right and wrong attempts wait alike, so opening many
connections gains nothing. Attempts that are still being verified count as failures meanwhile.

The places to wait are bounded, which bounds the rate of guesses: `places / longest_seconds` on each
server. When all are taken, the network that takes most of them gives up a place. In it that is the
browser with most attempts waiting, then the one with most failures: one cookie is one browser, and
all that come without one are another. So a newcomer finds a place, also in the network from which
somebody guesses. To take all places there, a guesser needs a fresh cookie, and so another request,
for each guess; even then the rate of guesses stays the same.
"""

import math
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from gevent.event import Event

from polling.core.errors import TooMany, WorkshopError
from polling.core.rate_limits import count_failure, failures


@dataclass(frozen=True, kw_only=True)
class Free:
    """How many failures within an hour cost no time: of one network, at one target, in all."""

    network: int
    target: int = 0
    everywhere: int


@dataclass(eq=False)
class _Waiting:
    network: str
    browser: str
    failures: tuple[int, int]  # of the browser, and of its network
    sent_away: Event = field(default_factory=Event)


class Slowdown:
    """Attempts at one kind of secret.

    Args:
        kind: under which name failures are counted.
        free: the failures that cost no time.
        places: how many attempts may wait at once.
        longest_seconds: the longest wait.
    """

    def __init__(self, kind: str, *, free: Free, places: int, longest_seconds: float) -> None:
        self.kind = kind
        self.free = free
        self.places = places
        self.longest_seconds = longest_seconds
        self._under_way: Counter[str] = Counter()
        self._waiting: list[_Waiting] = []

    @contextmanager
    def attempt(
        self, network: str, target: str = "", *, browser: str = "", busy: str
    ) -> Iterator[None]:
        """Wait for a turn; the body verifies, and raises a WorkshopError if the answer is wrong.

        Args:
            network: where the attempt comes from.
            target: the account that is guessed at, if there is one.
            browser: what tells its browser from others, "" if nothing does.
            busy: the message if there is no place to wait.

        Raises TooMany if too many attempts of this browser or network wait already.
        """
        free = {f"network:{network}": self.free.network, "everywhere": self.free.everywhere}
        if target:
            free[f"target:{target}"] = self.free.target
        counted = {key: failures(self.kind, key) + self._under_way[key] for key in free}
        self._under_way.update(free.keys())
        try:
            seconds = max(self._seconds(counted[key], free[key]) for key in free)
            if seconds:
                failed = failures(self.kind, f"browser:{browser}")
                both = (failed, counted[f"network:{network}"])
                self._wait(_Waiting(network, browser, both), seconds, busy)
            yield
        except TooMany:
            raise
        except WorkshopError:
            for key in (*free, f"browser:{browser}"):
                count_failure(self.kind, key)
            raise
        finally:
            self._under_way.subtract(free.keys())
            self._under_way += Counter()  # forget the keys that are back at zero

    def _seconds(self, failed: int, free: int) -> float:
        if failed < free:
            return 0.0
        doublings = min(failed / free - 1, 10)
        return min(math.exp2(doublings), self.longest_seconds)

    def _wait(self, newcomer: _Waiting, seconds: float, busy: str) -> None:
        self._waiting.append(newcomer)
        self._keep_within_places()
        try:
            if newcomer.sent_away.wait(seconds):
                raise TooMany(busy)
        finally:
            self._waiting.remove(newcomer)

    def _keep_within_places(self) -> None:
        staying = [one for one in self._waiting if not one.sent_away.is_set()]
        if len(staying) <= self.places:
            return
        networks = Counter(one.network for one in staying)
        browsers = Counter((one.network, one.browser) for one in staying)

        def claim(one: _Waiting) -> tuple[int, int, tuple[int, int]]:
            return networks[one.network], browsers[one.network, one.browser], one.failures

        # Of equals the newest gives way: `max` keeps the first that it meets.
        most = max(reversed(staying), key=claim)
        most.sent_away.set()
