"""Posts of one person are handled one at a time.

Our script sends them one at a time. A person who sends a hundred at once would otherwise get a
hundred turns of the event loop, and of the workshop's writers, for each turn of another person.

People who share a link, such as note-takers, are one person here. The number of posts is limited
for each of their browsers, so that nobody can keep the others out by sending slowly.
"""

import threading
from collections import Counter
from dataclasses import dataclass, field

from flask import g, request, session
from werkzeug.exceptions import RequestEntityTooLarge

from polling.core.access import Role
from polling.core.errors import TooMany
from polling.core.i18n import _
from polling.core.threads import let_others_in
from polling.web.client_origin import browser

MOST_WAITING = 30  # posts of one browser, with the received part of each


@dataclass(eq=False)
class _Line:
    turn: threading.Lock = field(default_factory=threading.Lock)
    posts: Counter[str] = field(default_factory=Counter)  # of each browser


class PostTurns:
    """The posts of each person that are being sent, waiting or being handled."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._lines: dict[str, _Line] = {}

    def arrive(self, key: str, browser: str) -> "Post":
        """Add a post of this person. Raises TooMany if there are too many of this browser."""
        with self._guard:
            line = self._lines.setdefault(key, _Line())
            if line.posts[browser] >= MOST_WAITING:
                raise TooMany(_("That was too fast. Wait a moment and try again."))
            line.posts[browser] += 1
        return Post(self, key, browser, line.turn)

    def leave(self, key: str, browser: str) -> None:
        """Remove a post."""
        with self._guard:
            posts = self._lines[key].posts
            posts[browser] -= 1
            if not posts[browser]:
                del posts[browser]
            if not posts:
                del self._lines[key]

    def of(self, key: str) -> int:
        """Return the number of this person's posts."""
        return self._lines[key].posts.total() if key in self._lines else 0


@dataclass(eq=False)
class Post:
    """A post: it arrives, takes its turn, and leaves."""

    turns: PostTurns
    key: str
    browser: str
    turn: threading.Lock
    has_turn: bool = False

    def take_turn(self) -> None:
        """Wait until all earlier, fully read posts of the same person are done."""
        self.turn.acquire()
        self.has_turn = True

    def leave(self) -> None:
        """Let the next one begin."""
        if self.has_turn:
            self.turn.release()
        self.turns.leave(self.key, self.browser)


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
