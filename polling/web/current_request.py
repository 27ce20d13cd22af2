"""The current request: its actor, its session, and its reader."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import g, request
from sqlalchemy.orm import Session

from polling.core.access import Actor

View = TypeVar("View", bound=Callable[..., Any])


def actor() -> Actor:
    """Return the actor that the gatekeeper found for this view's roles."""
    found: Actor = g.actor
    return found


def page(view: View) -> View:
    """Give a read-only view the session in which the gatekeeper found the actor.

    So the workshop and the reader are loaded only once, and the page shows a consistent snapshot.
    Pages of phones and strangers take turns; strangers have no session.
    """
    view.reads_on = True  # type: ignore[attr-defined]
    return view


def page_session() -> Session:
    """Return the session of a view decorated with `page`."""
    found: Session = g.session
    return found


def wants_fragment() -> bool:
    """Return whether a live page fetches only its content."""
    return "X-Fragment" in request.headers


def wants_json() -> bool:
    """Return whether a script sent the request, not a browser that opens a page."""
    return request.is_json or request.accept_mimetypes.best == "application/json"
