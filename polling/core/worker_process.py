"""Worker processes for long work and untrusted files, so that ballots do not wait for them.

Python runs one thread at a time. In a thread of the server, drawing a report or reading a workbook
would delay every phone, and its memory would not be released. A worker process gets everything it
needs as arguments. It has no database connection and a lower priority than the server.

In the queue of a worker, each account has one place, and the readers of its workshops' reports have
another. So somebody who asks for a hundred files delays others by one of them. Divide long work
into several calls, so that others can take their turns in between.

The server kills a worker that does not answer in time; `worker_main` has the other limits.
"""

import atexit
import io
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, ParamSpec, TypeVar, cast
from weakref import WeakValueDictionary

from polling.core import logs, worker_main
from polling.core.errors import TookTooLong, TooMany, WorkerDied
from polling.core.i18n import _
from polling.core.locks import Lock
from polling.core.threads import run_in_thread

MOST_WAITING = 30  # calls in one place: a public report has half as many files
P = ParamSpec("P")
Result = TypeVar("Result")


_before: Callable[[], None] = lambda: None  # noqa: E731
_after: Callable[[], None] = lambda: None  # noqa: E731


def around_waits(before: Callable[[], None], after: Callable[[], None]) -> None:
    """Call these before and after each wait for a worker, which may take seconds.

    `after` may raise NobodyWaits; then the work is not done.
    """
    global _before, _after
    _before, _after = before, after


class Worker:
    """A process that starts when needed, and ends after it has been idle for a while."""

    def __init__(
        self, *, seconds: float, cpu_seconds: int, megabytes: int, idle_seconds: int
    ) -> None:
        self.seconds = seconds
        self._limits = (cpu_seconds, megabytes, idle_seconds)
        self._turn = Lock()
        self._places: WeakValueDictionary[Hashable, Lock] = WeakValueDictionary()
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.end)

    @contextmanager
    def place(self, whose: Hashable) -> Iterator[None]:
        """Take somebody's place in the queue, after their earlier calls.

        Load what is large only in this place, because the waiting calls keep their arguments.

        Raises:
            TooMany: too many of their calls are waiting.
        """
        _before()
        place = self._places.setdefault(whose, Lock())
        if place.waiting >= MOST_WAITING:
            raise TooMany(
                _("Your earlier requests are still being processed. Wait a moment and try again.")
            )
        with place:
            _after()
            yield

    def run_for(
        self, whose: Hashable, work: Callable[P, Result], *args: P.args, **more: P.kwargs
    ) -> Result:
        """Call `run` in somebody's place. Raises what both raise."""
        with self.place(whose):
            return self.run(work, *args, **more)

    def run(self, work: Callable[P, Result], *args: P.args, **more: P.kwargs) -> Result:
        """Call `work`, a module-level function, in the process; calls wait for their turn.

        It uses English unless it sets another language. A WorkshopError that it raises is raised
        here too.

        Raises:
            TookTooLong: it exceeds a time limit.
            TookTooMuchMemory: it exceeds the limit of memory, and the process survives.
            WorkerDied: the process ends, as libraries in C do without memory.
            WorkerFailed: for any other exception.
        """
        return cast("Result", self.send(run_in_thread(pickled, work, args, more)))

    def send(self, order: bytes) -> Any:
        """Do the same for a pickled order."""
        _before()
        with self._turn:
            _after()
            try:
                return self._ask(self._running(), order)
            except _IdleProcessEnded:
                return self._ask(self._running(), order)

    def end(self) -> None:
        """End the process; the next call starts a new one."""
        process, self._process = self._process, None
        if process is not None:
            _kill(process)

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is not None and self._process.poll() is not None:
            self.end()
        if self._process is None:
            # Not started with -m, because classes of __main__ could not be unpickled by the server.
            program = (
                f"from {worker_main.__name__} import main; main(*{self._limits}, {logs.chosen()!r})"
            )
            self._process = subprocess.Popen(  # noqa: S603  our own module
                [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        return self._process

    def _ask(self, process: "subprocess.Popen[bytes]", order: bytes) -> Any:
        late = threading.Event()

        def give_up() -> None:
            late.set()
            process.kill()

        guard = threading.Timer(self.seconds, give_up)
        guard.start()
        try:
            result, error = _exchange(process, order)
        except BaseException as failure:
            self.end()  # a late answer would be taken for the next one
            if late.is_set():
                raise TookTooLong(f"not done within {self.seconds} seconds") from failure
            if isinstance(failure, EOFError | OSError):
                raise _why_it_ended(process) from failure
            raise
        finally:
            guard.cancel()
        if error is not None:
            raise error
        return result


class _Pickler(pickle.Pickler):
    """Pickles for another thread: between two objects, that one can continue.

    The pickler in C keeps all threads waiting until it calls a function in Python.
    """

    def reducer_override(self, _one: object) -> Any:
        return NotImplemented


def pickled(work: Callable[..., Any], args: Any, more: Any) -> bytes:
    """Return an order to call `work`. Call it in a thread, because the arguments may be large."""
    order = io.BytesIO()
    _Pickler(order).dump((work, args, more))
    return order.getvalue()


class _IdleProcessEnded(Exception):
    """The idle process ended just when it got a request."""


def _exchange(process: "subprocess.Popen[bytes]", order: bytes) -> Any:
    assert process.stdin is not None  # noqa: S101  both are pipes
    assert process.stdout is not None  # noqa: S101
    process.stdin.write(order)
    process.stdin.flush()
    return pickle.load(process.stdout)  # noqa: S301  our own process


def _kill(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):  # the rest of a request that was not read
            pipe and pipe.close()
    process.wait()


def _why_it_ended(process: "subprocess.Popen[bytes]") -> Exception:
    if process.returncode == -signal.SIGALRM:
        return _IdleProcessEnded()
    failed = TookTooLong if process.returncode == -signal.SIGXCPU else WorkerDied
    return failed(f"the worker process ended: {process.returncode}")
