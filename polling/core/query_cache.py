"""Queries that several parts of a page need, cached for the page's session.

A page is rendered in one read-only session with a consistent snapshot. So each part can call the
queries it needs, and nobody has to pass the rows around.
"""

import inspect
from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import ref

from sqlalchemy.orm import Session, SessionTransaction

from polling.core.db import writes

Given = ParamSpec("Given")
Found = TypeVar("Found")
_KEY = "loaded_once"  # in `Session.info`: (a weak reference to a transaction, results)


def loaded_once(
    query: Callable[Concatenate[Session, Given], Found],
) -> Callable[Concatenate[Session, Given], Found]:
    """Cache this query's result in read-only sessions, for each set of arguments.

    The arguments must be hashable. All callers get the same object, so none may change it. Write
    sessions run the query each time.
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
    """Return the cached result of such a query in this session, if there is one."""
    found: Found | None = _found_in(session).get((inspect.unwrap(query), args, ()))
    return found


def _found_in(session: Session) -> dict[Any, Any]:
    """Return the cache of the session's current transaction; another one may see other rows."""
    now = session.get_transaction()
    if now is None:
        return {}  # nothing was read yet
    kept: tuple[ref[SessionTransaction], dict[Any, Any]] | None = session.info.get(_KEY)
    if kept is None or kept[0]() is not now:
        # A strong reference would be a cycle, because a transaction refers to its session.
        kept = session.info[_KEY] = ref(now), {}
    return kept[1]
