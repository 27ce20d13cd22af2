"""Queries that several parts of a page need and a page runs once.

A page is made in one session that only reads, and shows one consistent state. So each part can call
the query that it needs, without anybody passing the rows around.
"""

import inspect
from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session, SessionTransaction

from polling.core.db import writes

Given = ParamSpec("Given")
Found = TypeVar("Found")
_KEY = "loaded_once"  # in `Session.info`: (the transaction, {(query, arguments): what it found})


def loaded_once(
    query: Callable[Concatenate[Session, Given], Found],
) -> Callable[Concatenate[Session, Given], Found]:
    """Let a session that only reads run this query once for each set of arguments.

    The arguments must be hashable. All callers get the same object, so none may change it. A
    session that writes runs the query each time.
    """

    def load(session: Session, /, *args: Given.args, **kwargs: Given.kwargs) -> Found:
        if writes(session):
            return query(session, *args, **kwargs)
        key = query, args, tuple(kwargs.items())
        found = _found_in(session)
        if key not in found:
            made = query(session, *args, **kwargs)
            _found_in(session)[key] = made
            return made
        again: Found = found[key]
        return again

    update_wrapper(load, query)
    return load


def already(session: Session, query: Callable[..., Found], *args: Any) -> Found | None:
    """What such a query has found in this session, if anybody has asked for it."""
    found: Found | None = _found_in(session).get((inspect.unwrap(query), args, ()))
    return found


def _found_in(session: Session) -> dict[Any, Any]:
    """What was found in the session's present transaction: another one may see other rows."""
    kept: tuple[SessionTransaction | None, dict[Any, Any]] | None = session.info.get(_KEY)
    now = session.get_transaction()
    if kept is None or kept[0] is not now:
        kept = session.info[_KEY] = now, {}
    return kept[1]
