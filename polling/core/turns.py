"""Requests, and attempts of sockets to join, begin a few at a time, and their senders take turns.

Otherwise, somebody who sends a thousand at once would delay everybody by the time for a thousand.
People who are logged in have one line, and strangers another, so that neither waits for all of the
other. Strangers, and people who have just joined, share the place of their network, which may be a
whole room. In it, browsers take turns, except those that have no cookie yet: these have a place of
their own, because nobody can tell them apart.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple
from weakref import WeakValueDictionary

from polling.core.locks import Lock
from polling.core.threads import let_others_in

# Requests that begin in one iteration of the event loop: in one line, and of one sender.
MOST_AT_ONCE, MOST_OF_ONE = 4, 2


class Sender(NamedTuple):
    """Who sends a request: a person who is logged in, or a network of strangers and newcomers.

    `browser` tells the browsers of a network apart; "" without a cookie.
    """

    key: str
    is_known: bool = False
    browser: str = ""


STRANGER = Sender("")
SENDER = "polling.sender"  # its key in a WSGI environment


def sender_in(environ: dict[str, Any]) -> Sender:
    """Return the sender of a request, given its WSGI environment."""
    sender: Sender = environ.get(SENDER, STRANGER)
    return sender


class Line:
    """A line in which senders wait, each in their own line first.

    Args:
        at_once: how many may have their turn at a time.
        of_one: how many of one sender.
    """

    def __init__(self, at_once: int = MOST_AT_ONCE, of_one: int = MOST_OF_ONE) -> None:
        self._all, self._of_one = Lock(at_once), of_one
        self._own: WeakValueDictionary[tuple[str, str | bool], Lock] = WeakValueDictionary()

    @contextmanager
    def turn(self, sender: str, browser: str = "") -> Iterator[None]:
        """Wait until it is this sender's turn, which lasts until the end of the block."""
        with ExitStack() as taken:
            for place in ((sender, browser), (sender, browser != "")):
                taken.enter_context(self._own.setdefault(place, Lock(self._of_one)))
            taken.enter_context(self._all)
            yield

    def begin(self, sender: str, browser: str = "") -> None:
        """Wait until this request of the sender may begin, and let others run before."""
        with self.turn(sender, browser):
            let_others_in()

    def waiting(self, sender: str, browser: str = "") -> int:
        """Return how many requests of this sender wait in their own line."""
        own = self._own.get((sender, browser))
        return own.waiting if own else 0


class Turns:
    """The two lines of one kind of work."""

    def __init__(self) -> None:
        self._known, self._strangers = Line(), Line()

    def begin(self, sender: Sender) -> None:
        """Wait for a turn of this sender."""
        self._line_of(sender).begin(sender.key, sender.browser)

    def waiting(self, sender: Sender) -> int:
        """Return how many requests of this sender wait."""
        return self._line_of(sender).waiting(sender.key, sender.browser)

    def _line_of(self, sender: Sender) -> Line:
        return self._known if sender.is_known else self._strangers


REQUESTS, JOINING = Turns(), Turns()
