"""A lock shared by greenlets and native threads.

The locks of `threading`, as patched by gevent, are not safe here. If a thread of a pool holds one
and yields (as any wait for a database does), a release in one thread and a wait in another can miss
each other, which causes a deadlock. So the state is guarded by a native lock, held only for an
instant. A waiting greenlet is woken by an `async` watcher of its event loop, which any thread may
signal. A waiting thread without an event loop is woken by a native lock.
"""

from collections import deque
from typing import Any, Protocol

from gevent import monkey
from gevent._hub_local import get_hub_if_exists
from gevent.event import Event

_allocate = monkey.get_original("_thread", "allocate_lock")


class Lock:
    """A fair lock: waiters get it in the order of their requests, so nobody starves.

    Args:
        places: how many may be inside at a time.
    """

    def __init__(self, places: int = 1) -> None:
        self._guard = _allocate()
        self._free = places
        self._waiting: deque[_Waiter] = deque()

    def __enter__(self) -> None:
        if self.take_if_free():
            return
        waiter = _waiter()
        try:
            if not self._took_or_waits(waiter):
                waiter.wait()
        except BaseException:
            self._give_up(waiter)
            raise
        finally:
            waiter.close()

    def __exit__(self, *_error: object) -> None:
        self.release()

    @property
    def waiting(self) -> int:
        """How many wait for it."""
        return len(self._waiting)

    def take_if_free(self) -> bool:
        """Acquire without waiting; return False if the lock is taken."""
        with self._guard:
            is_free = self._free > 0
            self._free -= is_free
            return is_free

    def release(self) -> None:
        """Release the lock to the longest waiter."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().wake()
            else:
                self._free += 1

    def _took_or_waits(self, waiter: "_Waiter") -> bool:
        with self._guard:
            if self._free:
                self._free -= 1
                return True
            self._waiting.append(waiter)
            return False

    def _give_up(self, waiter: "_Waiter") -> None:
        with self._guard:
            if waiter in self._waiting:
                self._waiting.remove(waiter)
                return
        self.release()  # it was acquired just now


class _Waiter(Protocol):
    def wait(self) -> None: ...
    def wake(self) -> None: ...
    def close(self) -> None: ...


class _Greenlet:
    """Waits without blocking its event loop."""

    def __init__(self, hub: Any) -> None:
        self._hub = hub
        self._woken = Event()
        self._signal = hub.loop.async_()
        self._signal.start(self._woken.set)

    def wait(self) -> None:
        self._woken.wait()

    def wake(self) -> None:
        if get_hub_if_exists() is self._hub:
            self._woken.set()
        else:
            self._signal.send()

    def close(self) -> None:
        self._signal.stop()
        self._signal.close()


class _Thread:
    """Blocks its thread, which has no event loop."""

    def __init__(self) -> None:
        self._lock = _allocate()
        self._lock.acquire()

    def wait(self) -> None:
        self._lock.acquire()

    def wake(self) -> None:
        self._lock.release()

    def close(self) -> None: ...


def _waiter() -> _Waiter:
    hub = get_hub_if_exists()
    return _Greenlet(hub) if hub is not None else _Thread()
