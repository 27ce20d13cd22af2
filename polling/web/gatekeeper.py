"""Before a view: who is asking, whether they may, and whether they ask too often."""

import secrets
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, g, has_request_context, request, session
from sqlalchemy.orm import Session

from polling.core.access import Actor, Role, roles_of
from polling.core.db import before_write, engine
from polling.core.errors import Conflict, NotFound, NotSignedIn
from polling.core.i18n import _
from polling.core.rate_limits import spend
from polling.core.storable import storable
from polling.people.identity import REMOVED, identify, is_removed, organizer_account
from polling.web.page_queue import pass_turn, take_turn
from polling.workshop.queries import by_code


def install(app: Flask) -> None:
    """Let nobody past who may not."""
    app.before_request(_gatekeeper)
    app.teardown_request(_leave)
    before_write(_require_still_there)


def _gatekeeper() -> None:
    g.nonce = secrets.token_urlsafe(16)
    view = view_asked_for()
    if view is None:
        return
    if not storable(request.view_args):
        raise NotFound(_("There is nothing at this address."))
    roles = roles_of(view)
    g.actor = None
    if Role.ANYONE not in roles:
        reads_on = getattr(view, "reads_on", False)
        if reads_on:
            take_turn(roles)
        g.session = Session(engine())
        g.actor = _recognise(g.session, roles)
        if not reads_on:
            _close_session()  # it must not stand in the way of the action's transaction
        if request.method == "POST":
            spend("write", g.actor.key)


def view_asked_for() -> Callable[..., Any] | None:
    """The view at the address, if there is one."""
    return current_app.view_functions.get(request.endpoint or "")


def _recognise(db: Session, roles: tuple[Role, ...]) -> Actor:
    code = (request.view_args or {}).get("code")
    found, gone = (_account(db), False) if code is None else _in_workshop(db, code, roles)
    if found is None:
        g.removed = gone
        raise NotSignedIn(str(REMOVED) if gone else _("Please join or log in first."))
    return found


def _in_workshop(db: Session, code: str, roles: tuple[Role, ...]) -> tuple[Actor | None, bool]:
    """Who is asking, and whether they were removed; (None, False) as well for a code of nothing.

    A different answer would let anybody look for codes.
    """
    try:
        workshop = by_code(db, code)
    except NotFound:
        return None, False
    db.info["workshop"] = workshop  # kept, so that the page need not look it up again
    gone = Role.PARTICIPANT in roles and is_removed(db, session, workshop)
    return identify(db, session, workshop, roles), gone


def _require_still_there(db: Session) -> None:
    """What somebody sends is done by whoever they are when its turn to be written has come."""
    before: Actor | None = g.get("actor") if has_request_context() else None
    if before is None:
        return
    g.actor = _recognise(db, (before.role,))
    if g.actor.group_id != before.group_id:
        raise Conflict(_("You have just been moved to another group. Please look again."))


def _leave(_error: BaseException | None = None) -> None:
    try:
        _close_session()
    finally:
        pass_turn()


def _close_session() -> None:
    opened: Session | None = g.pop("session", None)
    if opened is not None:
        opened.close()


def _account(db: Session) -> Actor | None:
    account = organizer_account(db, session)
    if account is None:
        return None
    return Actor(Role.ORGANIZER, 0, organizer_id=account.id, label=account.email)
