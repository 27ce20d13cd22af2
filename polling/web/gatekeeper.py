"""Checks before each view: origin, identity, access, and rate limits."""

import secrets
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, g, has_request_context, request, session
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role, roles_of
from polling.core.db import before_write, close_read_session, look_once, read_session
from polling.core.errors import BadInput, Conflict, NotFound, NotSignedIn
from polling.core.i18n import _
from polling.core.rate_limits import spend
from polling.core.storable_values import storable
from polling.core.worker_process import around_waits
from polling.people.identity import (
    identify,
    organizer_account,
    organizer_at,
    turned_away,
    workshop_at,
)
from polling.web import one_post_at_a_time, shown_reader
from polling.web.allowed_origins import require_allowed as require_allowed_origin
from polling.web.page_queue import give_way, pass_turn, require_client, take_turn
from polling.workshop import queries

# Size limits for non-organizers: for JSON the limit of a socket event, and less for forms, whose
# fields cost more.
BODY_LIMIT_BYTES, FORM_LIMIT_BYTES, STRANGERS_LIMIT_BYTES = 256 * 1024, 64 * 1024, 32 * 1024
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}


def install(app: Flask) -> None:
    """Install the checks.

    They run before anything reads the body, which costs more than identifying the sender.
    """
    app.before_request(_gatekeeper)
    app.teardown_request(_leave)
    before_write(_require_still_there)
    around_waits(give_way, _require_reader)


def _gatekeeper() -> None:
    g.nonce = secrets.token_urlsafe(16)
    view = view_asked_for()
    if view is None:
        take_turn((Role.ANYONE,))  # for the error page
        return
    if not storable(request.view_args):
        raise NotFound(_("This page does not exist."))
    roles = roles_of(view)
    g.actor = None
    reads_on = getattr(view, "reads_on", False)
    if request.method == "POST":
        require_allowed_origin()
        _require_readable_body()
        _bound_body(roles)
        one_post_at_a_time.take_turn(roles)
    elif request.blueprint != "operation":
        take_turn(roles)
    _require_readable_query()
    if Role.ANYONE not in roles:
        # Before an action, this is only a first look: its own transaction looks again.
        g.session = read_session() if reads_on else look_once()
        g.actor = _recognise(g.session, roles, brief=not reads_on)
        if not reads_on:
            _close_session()  # it must not block the action's transaction
        if request.method == "POST":
            spend("write", g.actor.key)


def _require_readable_query() -> None:
    """Raise BadInput for a query string that is not UTF-8. Browsers encode all other bytes."""
    try:
        request.query_string.decode()
    except UnicodeDecodeError as error:
        raise BadInput(_("That did not work. Go back and try again.")) from error


def _require_readable_body() -> None:
    """Raise BadInput for a body that would be read as an empty form."""
    is_known = request.is_json or request.mimetype in FORMS
    if request.content_length and (not is_known or "Content-Encoding" in request.headers):
        raise BadInput(_("Something in this form is wrong. Check the form and try again."))


def _bound_body(roles: tuple[Role, ...]) -> None:
    if Role.ANYONE in roles:
        request.max_content_length = STRANGERS_LIMIT_BYTES
    elif roles != (Role.ORGANIZER,):  # only organizers upload files
        request.max_content_length = BODY_LIMIT_BYTES if request.is_json else FORM_LIMIT_BYTES


def view_asked_for() -> Callable[..., Any] | None:
    """Return the view for the URL, or None."""
    return current_app.view_functions.get(request.endpoint or "")


def _recognise(db: Session, roles: tuple[Role, ...], *, brief: bool = False) -> Actor:
    code = (request.view_args or {}).get("code")
    if code is None:
        found, refusal = _account(db), ""
    else:
        found, refusal = _in_workshop(db, code, roles, brief=brief)
    if found is None:
        g.turned_away = bool(refusal)
        g.runs_others = Role.ORGANIZER in roles and _account(db) is not None
        raise NotSignedIn(refusal or _way_in(roles))
    shown_reader.require_own_page(found, request.headers.get(shown_reader.HEADER, ""))
    return found


def _way_in(roles: tuple[Role, ...]) -> str:
    if roles == (Role.ORGANIZER,):
        return _("Your login has ended. Log in again, then repeat this.")
    return _("Please join or log in first.")


def _in_workshop(
    db: Session, code: str, roles: tuple[Role, ...], *, brief: bool
) -> tuple[Actor | None, str]:
    """Return the actor, and why an organizer turned them away; (None, "") also for unknown codes.

    A different answer would let anybody search for codes.
    """
    options = [queries.brief()] if brief else []
    if roles == (Role.ORGANIZER,):
        found = organizer_at(db, session, code, *options)
        if found is None:
            return None, ""
        db.info["workshop"], actor = found
        return actor, ""
    workshop = workshop_at(db, session, code, roles, *options)
    if workshop is None:
        return None, ""
    refusal = turned_away(db, session, workshop) if Role.PARTICIPANT in roles else ""
    return identify(db, session, workshop, roles), refusal


def _require_still_there(db: Session) -> None:
    """Check the sender's identity again in the write transaction.

    If the workshop was deleted, the sender hears so; strangers do not.
    """
    before: Actor | None = g.get("actor") if has_request_context() else None
    if before is None:
        return
    try:
        g.actor = _recognise(db, (before.role,))
    except NotSignedIn:
        if before.workshop_id:
            queries.by_id(db, before.workshop_id)
        raise
    if g.actor.group_id != before.group_id:
        raise Conflict(_("You were moved to another group."))


def _require_reader() -> None:
    """Raise NobodyWaits if the client has gone that wanted to read something."""
    if has_request_context() and request.method in {"GET", "HEAD"}:
        require_client()


def _leave(_error: BaseException | None = None) -> None:
    request.routing_exception = None  # it refers to the request through its traceback
    try:
        _close_session()
    finally:
        pass_turn()
        one_post_at_a_time.pass_turn()


def _close_session() -> None:
    opened: Session | None = g.pop("session", None)
    if opened is not None:
        close_read_session(opened)


def _account(db: Session) -> Actor | None:
    account = organizer_account(db, session)
    if account is None:
        return None
    return Actor(Role.ORGANIZER, 0, organizer_id=account.id, label=account.email)
