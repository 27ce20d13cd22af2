"""Long work in a real thread, so that the server goes on serving phones."""

from collections.abc import Callable
from contextvars import copy_context
from typing import Any, ParamSpec, TypeVar, cast
from weakref import WeakKeyDictionary

from gevent import get_hub
from gevent.hub import Hub
from gevent.threadpool import ThreadPool

MOST = 8
P = ParamSpec("P")
Result = TypeVar("Result")

_pools: WeakKeyDictionary[Hub, ThreadPool] = WeakKeyDictionary()


def run_in_thread(work: Callable[P, Result], *args: P.args, **more: P.kwargs) -> Result:
    """What `work` returns. It speaks the caller's language, and must not use their session."""
    result, error = _pool(get_hub()).apply(copy_context().run, (_outcome, work, args, more))
    if error is not None:
        raise error
    return cast("Result", result)


def _pool(hub: Hub) -> ThreadPool:
    """Threads apart from gevent's own, in which SQLite commits: those must never wait for these."""
    if hub not in _pools:
        _pools[hub] = ThreadPool(MOST, hub=hub)
    return _pools[hub]


def _outcome(
    work: Callable[..., Result], args: tuple[Any, ...], more: dict[str, Any]
) -> tuple[Result | None, Exception | None]:
    # The pool would print what is raised here, though the caller answers it.
    try:
        return work(*args, **more), None
    except Exception as error:  # noqa: BLE001  raised again by the caller
        return None, error
