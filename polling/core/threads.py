"""Keep the server responding: run long work in a native thread, and let other greenlets run."""

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
    """Run `work` in a thread and return its result. It uses the caller's language.

    The thread may use the caller's session, because the caller waits until the thread has finished.
    """
    return run_in(_pool(get_hub()), work, *args, **more)


def run_in(pool: ThreadPool, work: Callable[P, Result], *args: P.args, **more: P.kwargs) -> Result:
    """Do the same in a thread of this pool."""
    result, error = pool.apply(copy_context().run, (_outcome, work, args, more))
    if error is not None:
        raise error
    return cast("Result", result)


def in_the_event_loop() -> bool:
    """Return whether this is the event loop, and not a thread in which locks would block."""
    return monkey.is_module_patched("threading") and bool(get_hub().main_hub)


def end_all(group: Group) -> None:
    """Kill a group's greenlets and wait for their end; drop those that another thread started."""
    for one in list(group):
        if one.parent is not get_hub():
            group.discard(one)
    group.kill()


def _pool(hub: Hub) -> ThreadPool:
    """Return a separate pool: SQLite commits in gevent's own threads, which must not wait."""
    if hub not in _pools:
        _pools[hub] = ThreadPool(MOST, hub=hub)
    return _pools[hub]


def _outcome(
    work: Callable[..., Result], args: tuple[Any, ...], more: dict[str, Any]
) -> tuple[Result | None, Exception | None]:
    # Return the exception, because the pool would print it although the caller handles it.
    try:
        return work(*args, **more), None
    except Exception as error:  # noqa: BLE001  raised again by the caller
        return None, error


AFTER_SOCKETS = -1  # a timer's priority


def let_others_in() -> None:
    """Let all who are ready run, also those whose sockets are, before the caller continues.

    A sleep of 0 would let only greenlets run that are ready already, one of a microsecond would
    end before the sockets' turn, and one of 0.1 ms takes a millisecond if nothing is ready.
    """
    if in_the_event_loop():
        hub = get_hub()
        hub.wait(hub.loop.timer(0.0, priority=AFTER_SOCKETS))
