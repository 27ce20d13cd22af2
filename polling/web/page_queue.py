"""Pages are rendered one at a time, in a fair order.

After a change, all phones may request their page at once. If all were rendered immediately, each
iteration of the event loop would render hundreds of them, and a ballot, a draft or the organizer's
page would wait. So pages take turns, and the loop serves other requests in between.

A person has one place in the queue; their further requests wait for their first one, and too many
are refused. The browsers that share a place take turns. People who send requests without pauses are
delayed in proportion to the time that their pages took. People who requested much in the last half
minute line up behind the others, so somebody with many phones delays those phones. The newcomers of
a network share one place, its strangers another, and those who have no cookie yet a third. These
have more time, because a whole room may have one IP address. Requests without a cookie cannot be
told apart, so a flood of them delays the first pages of its network, but no others. Error pages
take turns too. A page whose client has gone leaves the queue when it comes to the front.

The pages of organizers, facilitators and screens have a second queue, so they do not wait for
phones, and wait for those of other people a few seconds at most.
"""

import bisect
import math
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from flask import g, has_app_context, request, session

from polling.core.access import Role
from polling.core.db import close_read_session, stop_reading
from polling.core.errors import NobodyWaits, TooMany
from polling.core.i18n import _
from polling.core.metrics import QUEUE_LENGTH
from polling.core.threads import let_others_in
from polling.web import client_origin
from polling.web.connection_limits import client_has_gone
from polling.web.newcomers import own_roles
from polling.web.used_time import UsedTime


class Allowance(NamedTuple):
    """What a place in the queue allows."""

    seconds: float  # of rendering at once
    share: float  # of the time, after that
    most: int  # pages of one browser that wait
    half_lag: float  # seconds of rendering lately, for half of the longest lag


# One page puts a person behind all who asked for none lately, even if hundreds wait for their next.
PERSON = Allowance(0.5, 0.1, most=30, half_lag=0.02)
# Consoles fetch their page at most twice a second: four of them in a busy room need a fifth.
DESK = Allowance(3.0, 0.2, most=150, half_lag=5.0)  # prints up to 100 QR codes at once
# A whole room may share these. A room that joins fetches its first pages.
MOST_IN_A_PLACE = 4_000  # pages that wait
STRANGERS = Allowance(3.0, 0.5, most=30, half_lag=5.0)
WITHOUT_COOKIE = STRANGERS._replace(most=MOST_IN_A_PLACE)  # they count as one browser
NEWCOMERS = Allowance(3.0, 0.8, most=30, half_lag=8.0)
DESK_PATIENCE_SECONDS = 3.0
LONGEST_LAG_SECONDS = 15.0  # how far behind others somebody lines up who requested much
FADING_SECONDS = 30.0
FORGOTTEN_AFTER_SECONDS = 300.0  # when nothing of the used time counts any more


class TooManyPages(TooMany):
    """Too many pages of this browser wait already."""


@dataclass(eq=False)
class _Asker:
    allowance: Allowance
    pages: list["Page"] = field(default_factory=list)  # by round
    waiting: Counter[str] = field(default_factory=Counter)  # pages of each browser
    rounds: dict[str, int] = field(default_factory=dict)  # of the last waiting page of each browser
    used: UsedTime = field(init=False)
    lately: float = 0.0  # seconds, fading exponentially
    kept_rank: float = math.inf  # of a page that nobody waited for any more, for the next one
    since: float = 0.0

    def __post_init__(self) -> None:
        self.used = UsedTime(self.allowance.seconds, self.allowance.share)


@dataclass(eq=False)
class Page:
    """A requested page: it waits for its turn among the person's own, then among all."""

    asker: _Asker
    browser: str
    round: int = 0  # one page of each browser comes first in each round
    is_first: threading.Event = field(default_factory=threading.Event)
    begun: threading.Event = field(default_factory=threading.Event)
    rank: float = math.inf  # seconds; the lowest begins next


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

    def ask(self, key: str, allowance: Allowance = PERSON, browser: str = "") -> Page:
        """Add a request. Once `is_first` is set, and after its pause, call `line_up`.

        Raises TooManyPages if there are too many of this browser, or of all who share the place.
        """
        with self._lock:
            self._sweep()
            asker = self._askers.setdefault(key, _Asker(allowance))
            own, all_pages = asker.waiting[browser], len(asker.pages)
            if own >= allowance.most or all_pages >= MOST_IN_A_PLACE:
                raise TooManyPages(_("That was too fast. Wait a moment and try again."))
            current = asker.pages[0].round if asker.pages else 0
            page = Page(asker, browser, asker.rounds.get(browser, current) + 1)
            asker.rounds[browser] = page.round
            asker.waiting[browser] += 1
            behind_first = min(1, len(asker.pages))
            bisect.insort(asker.pages, page, lo=behind_first, key=lambda other: other.round)
            asker.pages[0].is_first.set()
            return page

    def pause(self, page: Page) -> float:
        """Return the seconds to wait before lining up."""
        with self._lock:
            return page.asker.used.pause(self._clock())

    def line_up(self, page: Page) -> None:
        """Queue behind those who requested less lately; `begun` is set when it is its turn."""
        with self._lock:
            asker = page.asker
            self._fade(asker)
            part = asker.lately / (asker.lately + asker.allowance.half_lag)
            page.rank = min(self._clock() + LONGEST_LAG_SECONDS * part, asker.kept_rank)
            asker.kept_rank = math.inf
            bisect.insort(self._line, page, key=lambda other: other.rank)
            self._begin_next()

    def leave(self, page: Page, *, is_rendered: bool = True) -> None:
        """Remove a page that has been rendered, or that nobody waits for any more.

        The person's next page then takes its place: they may have reloaded because it took long.
        """
        with self._lock:
            asker = page.asker
            if not is_rendered:
                asker.kept_rank = min(asker.kept_rank, page.rank)
            if self._current is page:
                took = self._clock() - self._began if is_rendered else 0.0
                self._fade(asker)
                asker.lately += took
                asker.used.add(took, self._clock())
                self._current = None
            elif page in self._line:
                self._line.remove(page)
            asker.pages.remove(page)
            asker.waiting[page.browser] -= 1
            if not asker.waiting[page.browser]:
                del asker.waiting[page.browser], asker.rounds[page.browser]
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

    def _fade(self, asker: _Asker) -> None:
        now = self._clock()
        asker.lately *= math.exp((asker.since - now) / FADING_SECONDS)
        asker.since = now

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
    """Wait for the turn of this page.

    Raises:
        TooManyPages: too many of this browser, or of its place, wait already.
        NobodyWaits: the client has gone.
    """
    if "turn" in g:
        return
    if "session" in g:  # an error page: nobody may wait with a connection of the database
        close_read_session(g.pop("session"))
    g.turn_roles = roles
    _take_turn(roles)


def take_another_turn() -> None:
    """Wait for another turn for the rest of a page, after `give_way`. Raises what the first does.

    Otherwise, the rest would not be limited. Nothing may have been read since.
    """
    if "turn" not in g:
        _take_turn(g.turn_roles)


def _take_turn(roles: tuple[Role, ...]) -> None:
    queue, page = _ask(roles)
    try:
        _wait(page, queue)
    except BaseException:
        queue.leave(page, is_rendered=False)
        raise
    g.turn = queue, page
    let_others_in()


def _ask(roles: tuple[Role, ...]) -> tuple[PageQueue, Page]:
    # Signed, and read without a query.
    held, browser = own_roles(session, roles), client_origin.browser()
    if held and (Role.PARTICIPANT in roles or Role.ANYONE in roles):
        return _queue, _queue.ask(str(held), PERSON, browser)
    if held:
        return _desks, _desks.ask(str(held), DESK, browser)
    network = client_origin.network()
    if any(session.get(role) for role in roles):
        return _queue, _queue.ask(f"newcomers of {network}", NEWCOMERS, browser)
    if browser:
        return _queue, _queue.ask(f"strangers of {network}", STRANGERS, browser)
    return _queue, _queue.ask(network, WITHOUT_COOKIE)


def _wait(page: Page, queue: PageQueue) -> None:
    page.is_first.wait()
    require_client()
    if seconds := queue.pause(page):
        time.sleep(seconds)
        require_client()
    queue.line_up(page)
    page.begun.wait(DESK_PATIENCE_SECONDS if queue is _desks else None)
    require_client()


def require_client() -> None:
    """Raise NobodyWaits if the client of this request has closed its connection."""
    if client_has_gone(request.environ):
        raise NobodyWaits


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
