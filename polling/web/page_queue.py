"""Pages are rendered one at a time, in a fair order.

After a change, all phones may request their page at once. If all were rendered immediately, each
iteration of the event loop would render hundreds of them, and a ballot, a draft or the organizer's
page would wait. So pages take turns, and the loop serves other requests in between.

A person has one place in the queue; their further requests wait for their first one. People who
send requests without pauses are delayed in proportion to the time that their pages took. People
who requested much in the last half minute line up behind the others, so somebody with many phones
delays those phones. The strangers of a network share one place, and its newcomers another. These
have more time, because a whole room may have one IP address. Error pages take turns too.

The pages of organizers, facilitators and screens have a second queue, so they do not wait for
phones, and wait for each other a few seconds at most.
"""

import bisect
import math
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from flask import g, has_app_context, session

from polling.core.access import Role
from polling.core.db import stop_reading
from polling.core.metrics import QUEUE_LENGTH
from polling.core.threads import let_others_in
from polling.web.client_origin import network
from polling.web.newcomers import own_roles


class Allowance(NamedTuple):
    """How much rendering time a person has: at once, and then as a share of the time."""

    seconds: float
    share: float


PERSON, NETWORK, DESK = Allowance(0.5, 0.1), Allowance(3.0, 0.5), Allowance(3.0, 0.5)
NEWCOMERS = Allowance(3.0, 0.8)  # of one network: a room that joins fetches its first pages
DESK_PATIENCE_SECONDS = 3.0
LONGEST_PAUSE_SECONDS = 2.0
LONGEST_LAG_SECONDS = 2.0  # how far behind somebody lines up who requested much
FADING_SECONDS = 30.0
FORGOTTEN_AFTER_SECONDS = 300.0  # when nothing of the used time counts any more


@dataclass(eq=False)
class _Asker:
    allowance: Allowance
    pages: "deque[Page]" = field(default_factory=deque)
    spent: float = 0.0  # seconds, minus the share regained since
    lately: float = 0.0  # seconds, fading exponentially
    since: float = 0.0


@dataclass(eq=False)
class Page:
    """A requested page: it waits for its turn among the person's own, then among all."""

    asker: _Asker
    is_first: threading.Event = field(default_factory=threading.Event)
    begun: threading.Event = field(default_factory=threading.Event)
    rank: float = 0.0  # seconds; the lowest begins next


class PageQueue:
    """The queue of requested pages, and the one being rendered. No method blocks."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._askers: dict[str, _Asker] = {}
        self._sweep_at = 0.0
        self._line: list[Page] = []  # by rank
        self._current: Page | None = None
        self._began = 0.0

    def ask(self, key: str, allowance: Allowance = PERSON) -> Page:
        """Add a request. Once `is_first` is set, and after its pause, call `line_up`."""
        with self._lock:
            self._sweep()
            page = Page(self._askers.setdefault(key, _Asker(allowance)))
            page.asker.pages.append(page)
            page.asker.pages[0].is_first.set()
            return page

    def pause(self, page: Page) -> float:
        """Return the seconds to wait before lining up."""
        with self._lock:
            allowed, spent = page.asker.allowance, self._spent(page.asker)
            return min(max(0.0, spent - allowed.seconds) / allowed.share, LONGEST_PAUSE_SECONDS)

    def line_up(self, page: Page) -> None:
        """Queue behind those who requested less lately; `begun` is set when it is its turn."""
        with self._lock:
            asker = page.asker
            self._spent(asker)
            lag = min(asker.lately / asker.allowance.share, LONGEST_LAG_SECONDS)
            page.rank = self._clock() + lag
            bisect.insort(self._line, page, key=lambda other: other.rank)
            self._begin_next()

    def leave(self, page: Page) -> None:
        """Remove a page that has been rendered, or that nobody waits for any more."""
        with self._lock:
            asker = page.asker
            if self._current is page:
                took = self._clock() - self._began
                asker.spent = self._spent(asker) + took
                asker.lately += took
                most = asker.allowance.seconds + LONGEST_PAUSE_SECONDS * asker.allowance.share
                asker.spent = min(asker.spent, most)
                self._current = None
            elif page in self._line:
                self._line.remove(page)
            asker.pages.remove(page)
            self._begin_next()
            if asker.pages:
                asker.pages[0].is_first.set()

    def waiting(self) -> int:
        """Return how many pages wait for their turn."""
        with self._lock:
            asked = sum(len(asker.pages) for asker in self._askers.values())
            return asked - (self._current is not None)

    def _begin_next(self) -> None:
        if self._current is None and self._line:
            self._current = self._line.pop(0)
            self._began = self._clock()
            self._current.begun.set()

    def _spent(self, asker: _Asker) -> float:
        now = self._clock()
        elapsed = now - asker.since
        asker.spent = max(0.0, asker.spent - elapsed * asker.allowance.share)
        asker.lately *= math.exp(-elapsed / FADING_SECONDS)
        asker.since = now
        return asker.spent

    def forget_all(self) -> None:
        """Reset the used time of everybody (for tests)."""
        with self._lock:
            self._askers.clear()

    def _sweep(self) -> None:
        now = self._clock()
        if now >= self._sweep_at:
            since = now - FORGOTTEN_AFTER_SECONDS
            self._askers = {
                key: asker
                for key, asker in self._askers.items()
                if asker.pages or asker.since > since
            }
            self._sweep_at = now + FORGOTTEN_AFTER_SECONDS


_queue, _desks = PageQueue(), PageQueue()
QUEUE_LENGTH.labels("pages").set_function(lambda: _queue.waiting() + _desks.waiting())


def forget_all() -> None:
    """Reset the used time of everybody (for tests)."""
    for queue in (_queue, _desks):
        queue.forget_all()


def take_turn(roles: tuple[Role, ...]) -> None:
    """Wait for the turn of this page."""
    if "turn" in g:
        return
    if "session" in g:  # an error page: nobody may wait with a connection of the database
        g.pop("session").close()
    # Signed, and read without a query.
    held = own_roles(session, roles)
    if not held and any(session.get(role) for role in roles):
        queue, page = _queue, _queue.ask(f"newcomers of {network()}", NEWCOMERS)
    elif not held:
        queue, page = _queue, _queue.ask(network(), NETWORK)
    elif Role.PARTICIPANT in roles or Role.ANYONE in roles:
        queue, page = _queue, _queue.ask(str(held))
    else:
        queue, page = _desks, _desks.ask(str(held), DESK)
    g.turn = queue, page
    patience = DESK_PATIENCE_SECONDS if queue is _desks else None
    page.is_first.wait(patience)
    if seconds := queue.pause(page):
        time.sleep(seconds)
    queue.line_up(page)
    page.begun.wait(patience)
    let_others_in()


def pass_turn() -> None:
    """Let the next page begin."""
    if "turn" in g:
        queue, page = g.pop("turn")
        queue.leave(page)


def give_way() -> None:
    """Let other pages begin, and others write, before slow work for which this request waits.

    Otherwise its snapshot would stop all commits on SQLite, and occupy a connection on PostgreSQL.
    """
    if has_app_context():
        pass_turn()
        if "session" in g:
            stop_reading(g.session)
