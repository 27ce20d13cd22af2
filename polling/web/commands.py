"""Commands: one decorated function handles one POST.

    @command(blueprint, "/console/<code>/presentations/minutes", Role.ORGANIZER)
    def set_minutes(session: Session, actor: Actor, wanted: Minutes) -> None:
        \"\"\"Set how long each group presents, starting with the next group.\"\"\"
        turns.set_minutes(session, actor, wanted.minutes)

The decorator declares the roles, parses the body, opens the transaction, runs the function in it,
and answers after the commit.
"""

import inspect
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache, wraps
from typing import Any, TypeVar, get_type_hints

from flask import Blueprint, g
from pydantic import BaseModel
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from polling import web
from polling.core.access import Actor, Role, allow
from polling.core.db import transaction
from polling.core.rate_limits import spend
from polling.core.shared_transactions import Rows, write_together

Handler = TypeVar("Handler", bound=Callable[..., Any])


class Done:
    """The answer to a successful command.

    Args:
        message: one sentence for the person, or "".
        to: the URL to go to; "" is the page they came from.
        extra: further keys of the JSON answer, for scripts.
    """

    def __init__(self, message: str = "", *, to: str = "", **extra: Any) -> None:
        self.message, self.to, self.extra = message, to, extra


Opener = Callable[..., AbstractContextManager[Session]]


def _in_own_workshop(actor: Actor | None) -> AbstractContextManager[Session]:
    return transaction(actor.workshop_id or None if actor else None)


def command(
    blueprint: Blueprint,
    path: str,
    *roles: Role,
    endpoint: str = "",
    limit: str = "",
    prepare: Callable[..., Any] | None = None,
    transaction: Opener = _in_own_workshop,
    together: Callable[..., Rows] | None = None,
) -> Callable[[Handler], Handler]:
    """Answer POSTs to `path` with the decorated function, which can still be called directly.

    The function's parameters select what it gets: `session` (the write transaction), `actor`, a
    parameter annotated with a pydantic model (the parsed body), variables of the path, and
    `prepared`. It returns None, a message, a `Done`, or a response. For slow work after the commit,
    such as drawing a PDF, it returns a function without parameters that returns one of these.

    Args:
        endpoint: the name for `url_for`, if not the function's; a function with several URLs needs
            one for each.
        limit: a rate limit of the actor, in addition to that of all POSTs.
        prepare: slow work before the transaction, such as reading an upload in the worker process.
            Its parameters may be `actor`, the parsed body and variables of the path; the function
            gets its result as `prepared`.
        transaction: opens the session. The default can only write in the actor's workshop, or
            anywhere for a stranger; use `db.transaction` for rows that belong to no workshop. It
            may have the same parameters as `prepare`, and `prepared`.
        together: share the transaction with others who send this at the same time; the function
            may run a second time, after a rollback. `together` returns the rows that it gets by
            their primary keys, and may have the same parameters as `prepare`.

    Raises:
        BadInput: the body does not fit the payload; no transaction was opened.
        TooMany: the limit is used up; no transaction was opened.
    """

    def register(handler: Handler) -> Handler:
        payload_name, payload = _payload(handler)

        @wraps(handler)
        def view(**variables: Any) -> Any:
            given = variables | {"actor": _actor()}
            if payload is not None:
                given[payload_name] = web.parse(payload)
            _spend(limit)
            if prepare is not None:
                given["prepared"] = _call(prepare, given)

            def handle(session: Session) -> Any:
                confirmed = {"session": session, "actor": _actor()}  # in this transaction
                return _call(handler, given | confirmed)

            if together is not None:
                reads = _call(together, given)
                return _answer(write_together(web.actor().workshop_id, handle, reads))
            with _call(transaction, given) as session:
                answer = handle(session)
            return _answer(answer)

        name = endpoint or handler.__name__
        blueprint.post(path, endpoint=name)(allow(*roles)(view))
        return handler

    return register


def _actor() -> Actor | None:
    """Return the actor; None for strangers, who have the role ANYONE."""
    actor: Actor | None = g.get("actor")
    return actor


def _spend(limit: str) -> None:
    if limit:
        spend(limit, web.actor().key)


def _call(function: Callable[..., Any], given: dict[str, Any]) -> Any:
    """Call a function with the given arguments for which it has parameters."""
    names = _parameters(function)
    return function(**{name: value for name, value in given.items() if name in names})


@cache
def _parameters(function: Callable[..., Any]) -> frozenset[str]:
    return frozenset(inspect.signature(function).parameters)


def _payload(handler: Callable[..., Any]) -> tuple[str, type[BaseModel] | None]:
    for name, kind in get_type_hints(handler).items():
        if name != "prepared" and inspect.isclass(kind) and issubclass(kind, BaseModel):
            return name, kind
    return "", None


def _answer(answer: Any) -> Response:
    if isinstance(answer, Response):
        return answer
    if callable(answer):
        return _answer(answer())
    if isinstance(answer, Done):
        return web.done(answer.message, to=answer.to, **answer.extra)
    return web.done(answer or "")
