"""The request at hand: its actor, its session, and who reads the answer."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import g, request
from sqlalchemy.orm import Session

from polling.core.access import Actor

View = TypeVar("View", bound=Callable[..., Any])


def actor() -> Actor:
    """The actor whom the gatekeeper found for this view's roles."""
    found: Actor = g.actor
    return found


def page(view: View) -> View:
    """Let a view that only reads use the session in which the gatekeeper found the actor.

    The workshop and the reader are then loaded once, and the page shows one consistent state.
    Pages of phones and of strangers take turns; a stranger has no session.
    """
    view.reads_on = True  # type: ignore[attr-defined]
    return view


def page_session() -> Session:
    """The session of a view that is decorated with `page`."""
    found: Session = g.session
    return found


def wants_fragment() -> bool:
    """Whether a live page fetches its content again, without the frame."""
    return "X-Fragment" in request.headers


def wants_json() -> bool:
    """Whether a script sent the request, not a browser that opens a page."""
    return request.is_json or request.accept_mimetypes.best == "application/json"
