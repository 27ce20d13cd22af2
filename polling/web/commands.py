"""Commands: one decorated function handles one POST.

    @command(blueprint, "/console/<code>/presentations/minutes", Role.ORGANIZER)
    def set_minutes(session: Session, actor: Actor, wanted: Minutes) -> None:
        \"\"\"Set how long each group presents, from the next one on.\"\"\"
        turns.set_minutes(session, actor, wanted.minutes)

The decorator declares who may send it, parses the body, opens the transaction, runs the function in
it, and answers after the commit.
"""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, get_type_hints

from flask import Blueprint
from pydantic import BaseModel
from werkzeug.wrappers import Response

from polling import web
from polling.core.access import Role, allow
from polling.core.db import transaction

Handler = TypeVar("Handler", bound=Callable[..., Any])


class Done:
    """The answer to a command that worked.

    Args:
        message: one sentence for the person, or "".
        to: the address to go to; "" is the page they came from.
        extra: further keys of the JSON answer, for scripts.
    """

    def __init__(self, message: str = "", *, to: str = "", **extra: Any) -> None:
        self.message, self.to, self.extra = message, to, extra


def command(blueprint: Blueprint, path: str, *roles: Role) -> Callable[[Handler], Handler]:
    """Answer POSTs to `path` with the decorated function, which stays callable as it is written.

    The function names what it needs: `session` (the write transaction), `actor`, a parameter
    annotated with a pydantic model (the parsed body), and the variables of the path. It returns
    None, a message, a `Done`, or a response of its own.

    Raises:
        BadInput: the body does not fit the payload; nothing was opened then.
    """

    def register(handler: Handler) -> Handler:
        payload_name, payload = _payload(handler)
        wanted = inspect.signature(handler).parameters

        @wraps(handler)
        def view(**variables: Any) -> Any:
            given = {name: value for name, value in variables.items() if name in wanted}
            if payload is not None:
                given[payload_name] = web.parse(payload)
            with transaction() as session:
                if "actor" in wanted:
                    given["actor"] = web.actor()
                answer = handler(session=session, **given)
            return _answer(answer)

        blueprint.post(path, endpoint=handler.__name__)(allow(*roles)(view))
        return handler

    return register


def _payload(handler: Callable[..., Any]) -> tuple[str, type[BaseModel] | None]:
    for name, kind in get_type_hints(handler).items():
        if inspect.isclass(kind) and issubclass(kind, BaseModel):
            return name, kind
    return "", None


def _answer(answer: Any) -> Response:
    if isinstance(answer, Response):
        return answer
    if isinstance(answer, Done):
        return web.done(answer.message, to=answer.to, **answer.extra)
    return web.done(answer or "")
