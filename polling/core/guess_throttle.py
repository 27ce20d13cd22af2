"""Slow down guessing of secrets: after wrong answers, the next attempts must wait.

Failures are counted for an hour: by network, by target (an account), and in total. Beyond a free
number of each, an attempt waits before it is verified, and the wait doubles with every further
`free` failures. Right and wrong attempts wait equally long, so opening many connections gains
nothing. Attempts of this server that have not ended count as failures.

The number of waiting attempts is limited, which limits the rate of guesses to `places /
longest_seconds` per server. If all places are taken, the network with most waiting attempts loses
one: that of the browser with most attempts waiting, or else with most failures, including attempts
that lost their place. A cookie identifies a browser; all requests without a cookie count as one
browser. So an honest visitor finds a place, even in the network of an attacker. To take all places
there, an attacker needs a new cookie, and so another request, for each guess; even then, the rate
of guesses stays the same.
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
    """The failures per hour without a delay: of one network, at one target, in total."""

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
        kind: the name under which failures are counted.
        free: the failures without a delay.
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
        """Wait for a turn. The body verifies the answer, and raises a WorkshopError if it is wrong.

        Args:
            network: the origin of the attempt.
            target: the account, if there is one.
            browser: an identifier of the browser, or "".
            busy: the message if too many attempts are waiting.

        Raises TooMany if too many attempts of this browser or network are waiting.
        """
        free = {f"network:{network}": self.free.network, "everywhere": self.free.everywhere}
        if target:
            free[f"target:{target}"] = self.free.target
        earlier = {key: self._under_way[key] for key in free}
        self._under_way.update(free.keys())  # before Redis is asked, which lets others in
        try:
            counted = {key: failures(self.kind, key) + earlier[key] for key in free}
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
            self._under_way += Counter()  # drop keys that are back at zero

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
                count_failure(self.kind, f"browser:{newcomer.browser}")
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

        # `max` returns the first of equals, so the newest attempt must come first.
        most = max(reversed(staying), key=claim)
        most.sent_away.set()
