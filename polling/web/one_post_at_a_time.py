"""Posts of one person are handled one at a time: see `OwnTurns`."""

from flask import g, request, session
from werkzeug.exceptions import RequestEntityTooLarge

from polling.core.access import Role
from polling.web.client_origin import browser
from polling.web.own_turns import OwnTurn, OwnTurns

_turns = OwnTurns()


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
        g.post.take()


def forget_used_time() -> None:
    """Reset the used time of everybody (for tests)."""
    _turns.forget_all()


def pass_turn() -> None:
    """Let the person's next post begin."""
    post: OwnTurn | None = g.pop("post", None)
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
