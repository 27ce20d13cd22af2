"""Posts of one person are handled one at a time, and not without pauses.

Our script sends them one at a time. A person who sends a hundred at once would otherwise get a
hundred turns of the event loop, and of the workshop's writers, for each turn of another person. A
person who sends one after another would otherwise keep SQLite's file locked for most of the time,
while all pages wait.

People who share a link, such as note-takers, are one person here. The number of posts is limited
for each of their browsers, so that nobody can keep the others out by sending slowly.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import g, request, session
from werkzeug.exceptions import RequestEntityTooLarge

from polling.core.access import Role
from polling.core.errors import TooMany
from polling.core.i18n import _
from polling.core.threads import let_others_in
from polling.web.client_origin import browser
from polling.web.used_time import UsedTime

MOST_WAITING = 30  # posts of one browser, with the received part of each
AT_ONCE_SECONDS, SHARE = 1.0, 0.25  # of handling a browser's posts: at once, and after that
FORGOTTEN_AFTER_SECONDS = 60.0  # when nothing of the used time counts any more


@dataclass(eq=False)
class _Browser:
    turn: threading.Lock = field(default_factory=threading.Lock)
    used: UsedTime = field(default_factory=lambda: UsedTime(AT_ONCE_SECONDS, SHARE))
    posts: int = 0
    since: float = 0.0


@dataclass(eq=False)
class _Line:
    turn: threading.Lock = field(default_factory=threading.Lock)
    browsers: dict[str, _Browser] = field(default_factory=dict)

    @property
    def posts(self) -> int:
        return sum(browser.posts for browser in self.browsers.values())


class PostTurns:
    """The posts of each person that are being sent, waiting or being handled."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.clock, self.sleep = clock, sleep
        self._guard = threading.Lock()
        self._lines: dict[str, _Line] = {}
        self._sweep_at = 0.0

    def arrive(self, key: str, browser: str) -> "Post":
        """Add a post of this person. Raises TooMany if there are too many of this browser."""
        with self._guard:
            self._sweep()
            line = self._lines.setdefault(key, _Line())
            own = line.browsers.setdefault(browser, _Browser())
            if own.posts >= MOST_WAITING:
                raise TooMany(_("That was too fast. Wait a moment and try again."))
            own.posts += 1
        return Post(self, line, own)

    def leave(self, own: _Browser) -> None:
        """Remove a post of a browser."""
        with self._guard:
            own.posts -= 1
            own.since = self.clock()

    def of(self, key: str) -> int:
        """Return the number of this person's posts."""
        return self._lines[key].posts if key in self._lines else 0

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
            line.browsers = {key: own for key, own in kept if own.posts or own.since > since}
        self._lines = {key: line for key, line in self._lines.items() if line.browsers}


@dataclass(eq=False)
class Post:
    """A post: it arrives, takes its turn, and leaves."""

    turns: PostTurns
    line: _Line
    own: _Browser
    began: float | None = None
    _held: list[threading.Lock] = field(default_factory=list)

    def take_turn(self) -> None:
        """Wait until all earlier, fully read posts of the same person are done.

        A browser that has used much time pauses before, so that others with its link need not.
        """
        self._hold(self.own.turn)
        if seconds := self.own.used.pause(self.turns.clock()):
            self.turns.sleep(seconds)
        self._hold(self.line.turn)
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


_turns = PostTurns()


def take_turn(roles: tuple[Role, ...]) -> None:
    """Read the body of a post, and wait for its turn. Organizers are not limited."""
    if roles == (Role.ORGANIZER,):
        return
    # Signed, and read without a query.
    held = {str(role): session[role] for role in roles if session.get(role)}
    if held:
        g.post = _turns.arrive(str(held), browser())
    elif Role.ANYONE not in roles:
        return  # they are refused, unread
    read_body()  # before the turn, so that a slow sender delays nobody
    if held:
        g.post.take_turn()
        let_others_in()


def forget_all() -> None:
    """Reset the used time of everybody (for tests)."""
    _turns.forget_all()


def pass_turn() -> None:
    """Let the person's next post begin."""
    post: Post | None = g.pop("post", None)
    if post is not None:
        post.leave()


# A body with more fields, or a multipart form with more parts, takes tens of milliseconds to parse.
MOST_FIELDS, MOST_PARTS = 1_000, 300


def read_body() -> None:
    """Read the body of a post. Raises RequestEntityTooLarge if it has too many fields."""
    request.max_form_parts = MOST_PARTS
    body = request.get_data()
    if request.mimetype == "application/x-www-form-urlencoded" and body.count(b"&") > MOST_FIELDS:
        raise RequestEntityTooLarge
