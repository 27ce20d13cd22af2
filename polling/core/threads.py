"""Long work in a real thread, so that the server keeps serving phones."""

from collections.abc import Callable
from contextvars import copy_context
from typing import Any, ParamSpec, TypeVar, cast
from weakref import WeakKeyDictionary

from gevent import get_hub, monkey
from gevent.hub import Hub
from gevent.pool import Group
from gevent.threadpool import ThreadPool

MOST = 8
P = ParamSpec("P")
Result = TypeVar("Result")

_pools: WeakKeyDictionary[Hub, ThreadPool] = WeakKeyDictionary()


def run_in_thread(work: Callable[P, Result], *args: P.args, **more: P.kwargs) -> Result:
    """What `work` returns. It speaks the caller's language.

    A session may only be used in the thread while its owner waits here and nobody else has it.
    """
    return run_in(_pool(get_hub()), work, *args, **more)


def run_in(pool: ThreadPool, work: Callable[P, Result], *args: P.args, **more: P.kwargs) -> Result:
    """The same in a thread of this pool."""
    result, error = pool.apply(copy_context().run, (_outcome, work, args, more))
    if error is not None:
        raise error
    return cast("Result", result)


def in_the_event_loop() -> bool:
    """Whether others could go on here. Not if threads' locks would stop the thread that waits."""
    return monkey.is_module_patched("threading") and bool(get_hub().main_hub)


def end_all(group: Group) -> None:
    """Kill a group's greenlets and wait for their end; forget those that another thread started."""
    for one in list(group):
        if one.parent is not get_hub():
            group.discard(one)
    group.kill()


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
