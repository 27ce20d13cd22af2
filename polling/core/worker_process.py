"""Worker processes for long work and untrusted files, so that ballots do not wait for them.

Python runs one thread at a time. In a thread of the server, drawing a report or reading a workbook
would delay every phone, and its memory would not be released. A worker process gets everything it
needs as arguments. It has no database connection and a lower priority than the server. There are
six worker processes: one draws reports; one draws imported versions of reports, which may contain
anything; one checks the texts of reports for their editor; one forms groups, for which a room
waits; one draws badges and paper ballots; and one reads uploads. Those for untrusted data have
tight limits.

In the queue of a worker, each account has one place, and the readers of its workshops' reports have
another. So somebody who asks for a hundred files delays others by one of them. Divide long work
into several calls, so that others can take their turns in between.

Limits: Linux enforces `megabytes` for the allocated memory (RLIMIT_DATA). On macOS, a thread of the
worker checks it. RLIMIT_CPU limits the processor time, and the server kills a worker that does not
answer in time.
"""

import atexit
import hashlib
import io
import logging
import os
import pickle
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO, NamedTuple, ParamSpec, TypeVar, cast
from weakref import WeakValueDictionary

from polling.core import logs
from polling.core.errors import Conflict, TooMany, WorkshopError
from polling.core.i18n import _, in_a_command, lazy
from polling.core.locks import Lock
from polling.core.threads import run_in_thread

log = logging.getLogger(__name__)
NICENESS = 5
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


class WorkerFailed(logs.Loggable):
    """The work raised an exception, exceeded a limit, or its process died."""


class WorkerDied(WorkerFailed):
    """Its process ended before it answered, perhaps because of something else."""


class TookTooLong(WorkerFailed):
    """The work exceeded a time limit."""


class TookTooMuchMemory(WorkerFailed):
    """The work could not allocate memory."""


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
        return cast("Result", self.send(run_in_thread(_order, work, args, more)))

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
            program = f"from {__name__} import main; main(*{self._limits}, {logs.chosen()!r})"
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


def _order(work: Callable[..., Any], args: Any, more: Any) -> bytes:
    """Return the pickled order. Call it in a thread, because the arguments may be large."""
    order = io.BytesIO()
    _Pickler(order).dump((work, args, more))
    return order.getvalue()


def _hashed_order(work: Callable[..., Any], args: Any, more: Any) -> tuple[bytes, bytes]:
    order = _order(work, args, more)
    return order, hashlib.sha256(order).digest()


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


_drawing = Worker(seconds=60, cpu_seconds=60, megabytes=4_000, idle_seconds=600)
# An imported version may take until the limit to draw. Other imported versions wait for that, but
# no other report does. A report takes 1 s of processor time, and the largest 7 s. A busy machine
# is slow, also to start the process.
_drawing_untrusted = Worker(seconds=30, cpu_seconds=10, megabytes=2_000, idle_seconds=60)
# Organizers wait for it while they write; a busy machine is slow.
_editing = Worker(seconds=60, cpu_seconds=10, megabytes=1_000, idle_seconds=600)
# These use our own data, so the limits only guard against bugs.
_grouping = Worker(seconds=60, cpu_seconds=60, megabytes=4_000, idle_seconds=600)
_printing = Worker(seconds=60, cpu_seconds=60, megabytes=4_000, idle_seconds=600)
# Uploads: the largest registration list takes 8 s of processor time and 200 MB.
_untrusted = Worker(seconds=180, cpu_seconds=30, megabytes=800, idle_seconds=60)

drawing_place = _drawing.place
run_grouping = _grouping.run_for
run_printing = _printing.run_for
run_untrusted = _untrusted.run_for

FAILURE_SECONDS = 600  # until a failed drawing is tried again: it may have been a busy machine
MOST_FAILURES = 256
MOST_KEPT = 16
TOO_LARGE = lazy("This report is too large to create. Shorten it, or choose another format.")


class _Failure(NamedTuple):
    error: Exception
    until: float


_failures: dict[bytes, _Failure] = {}
_deaths: dict[bytes, None] = {}  # work at which the process died when it was last tried
_kept: dict[bytes, Any] = {}


def run_drawing(work: Callable[P, Result], *args: P.args, **more: P.kwargs) -> Result:
    """Draw a report. Load and draw it in a `drawing_place`.

    A failure is remembered for a while, so that readers cannot make the worker fail again and
    again. If the process dies, the same work may be tried once more.

    Raises:
        Conflict: it takes too long or too much memory.
        NobodyWaits: the reader has gone.
    """
    return _run_once(_drawing, work, *args, **more)


def run_drawing_untrusted(work: Callable[P, Result], *args: P.args, **more: P.kwargs) -> Result:
    """Do the same for a report from a file, with tight limits: no other report waits for it."""
    return _run_once(_drawing_untrusted, work, *args, **more)


def run_editing(
    whose: Hashable, work: Callable[P, Result], *args: P.args, **more: P.kwargs
) -> Result:
    """Do the same for a report's editor, who does not wait for drawings. Takes their place.

    The last results are kept: a page is loaded again and again.
    """
    with _editing.place(whose):
        return _run_once(_editing, work, *args, **more)


def _run_once(worker: Worker, work: Callable[P, Result], *args: P.args, **more: P.kwargs) -> Result:
    order, digest = run_in_thread(_hashed_order, work, args, more)
    if digest in _failures and time.monotonic() < _failures[digest].until:
        raise _failures[digest].error.with_traceback(None)
    if digest in _kept:
        return cast("Result", _kept[digest])
    try:
        result = cast("Result", worker.send(order))
    except (WorkerFailed, WorkshopError) as failure:
        if _is_first_death(failure, digest):
            log.error("a report could not be drawn: %s", failure)
            raise Conflict(_("That is not possible right now. Reload the page.")) from None
        error = _refusal(failure)
    else:
        _deaths.pop(digest, None)
        if worker is _editing:
            _add(_kept, MOST_KEPT, digest, result)
        return result
    _add(_failures, MOST_FAILURES, digest, _Failure(error, time.monotonic() + FAILURE_SECONDS))
    raise error


def _refusal(failure: Exception) -> Exception:
    """Return the refusal of a report that exceeds a limit, or any other failure unchanged."""
    if not isinstance(failure, TookTooLong | TookTooMuchMemory | WorkerDied):
        return failure
    log.warning("a report could not be drawn: %s", failure)
    return Conflict(TOO_LARGE)


def _is_first_death(failure: Exception, digest: bytes) -> bool:
    if not isinstance(failure, WorkerDied):
        return False
    is_first = digest not in _deaths
    _add(_deaths, MOST_FAILURES, digest, None)
    return is_first


def _add(kept: dict[bytes, Any], most: int, digest: bytes, value: object) -> None:
    while len(kept) >= most:
        del kept[next(iter(kept))]
    kept[digest] = value


def main(cpu_seconds: int, megabytes: int, idle_seconds: int, log_format: logs.LogFormat) -> None:
    """Answer requests of the server that started this process."""
    logs.configure(log_format)
    os.nice(NICENESS)
    _limit_memory(megabytes)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Keep output of libraries away from the answers and the log.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    with in_a_command(), answers:
        while True:
            signal.alarm(idle_seconds)
            order = _next_order(sys.stdin.buffer)
            signal.alarm(0)
            if order is None:
                return
            _limit_cpu(cpu_seconds)
            answers.write(_answer(*order))
            answers.flush()


def _next_order(orders: BinaryIO) -> tuple[Callable[..., Any], Any, Any] | None:
    try:
        order: tuple[Callable[..., Any], Any, Any] = pickle.load(orders)  # noqa: S301  our server
    except EOFError:
        return None
    return order


def _answer(work: Callable[..., Any], args: Any, more: Any) -> bytes:
    """Return the pickled pair of a result and an error; one of them is None."""
    try:
        return pickle.dumps((work(*args, **more), None))
    except WorkshopError as refusal:
        return pickle.dumps((None, refusal))
    except MemoryError as error:
        return pickle.dumps((None, TookTooMuchMemory("\n".join(logs.outline(error)))))
    except Exception as error:  # noqa: BLE001  the server logs it
        return pickle.dumps((None, WorkerFailed("\n".join(logs.outline(error)))))


def _limit_memory(megabytes: int) -> None:
    limit = megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would contain uploaded data
    if sys.platform == "darwin":
        threading.Thread(target=_end_above, args=(limit,), daemon=True).start()
    else:
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _end_above(limit: int) -> None:
    """Exit when the memory exceeds the limit (for macOS, which reports it in bytes)."""
    while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < limit:
        time.sleep(0.05)
    os._exit(1)


def _limit_cpu(seconds: int) -> None:
    """Let the kernel end this process if the next request uses too much processor time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
