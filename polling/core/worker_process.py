"""Runs long work and untrusted files in other processes, so that no ballot waits for them.

Python runs one thread at a time: in a thread of the server, drawing a report or reading a workbook
would delay every phone, and its memory would stay taken. A worker process gets all that its work
needs as arguments. It has no database and a lower priority than the server. There are two: one
draws reports and forms groups, the other reads what people upload, with tight limits.

Limits: Linux enforces `megabytes` for the memory that the process allocates (RLIMIT_DATA). macOS
does not, so there a thread of the worker ends it. RLIMIT_CPU ends work that computes too long, and
the server kills a worker that does not answer in time, whatever it waits for.
"""

import atexit
import os
import pickle
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO, ParamSpec, TypeVar, cast

from polling.core import logs
from polling.core.errors import WorkshopError
from polling.core.i18n import in_a_command
from polling.core.locks import Lock

NICENESS = 5
P = ParamSpec("P")
Result = TypeVar("Result")


class WorkerFailed(logs.Loggable):
    """The work raised an exception, exceeded a limit, or its process died."""


class Worker:
    """One process that is started when it is needed, and ends when it has been idle for a while."""

    def __init__(
        self, *, seconds: float, cpu_seconds: int, megabytes: int, idle_seconds: int
    ) -> None:
        self.seconds = seconds
        self._limits = (cpu_seconds, megabytes, idle_seconds)
        self._turn = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.end)

    def run(self, work: Callable[P, Result], *args: P.args, **more: P.kwargs) -> Result:
        """Call `work`, a function of a module, in the process; calls wait for their turn.

        It speaks English unless it chooses another language. A WorkshopError that it raises is
        raised here too.

        Raises:
            WorkerFailed: for any other exception, and when it exceeds a limit.
        """
        order = pickle.dumps((work, args, more))
        with self._turn:
            try:
                return cast("Result", self._ask(self._running(), order))
            except _IdleProcessEnded:
                return cast("Result", self._ask(self._running(), order))

    def end(self) -> None:
        """End the process; the next call starts another one."""
        process, self._process = self._process, None
        if process is not None:
            _kill(process)

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is not None and self._process.poll() is not None:
            self.end()
        if self._process is None:
            # Not with -m: what a module run as __main__ pickles belongs to no module of the server.
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
            self.end()  # its late answer would be taken for the next one
            if late.is_set():
                raise WorkerFailed(f"not done within {self.seconds} seconds") from failure
            if isinstance(failure, EOFError | OSError):
                raise _why_it_ended(process) from failure
            raise
        finally:
            guard.cancel()
        if error is not None:
            raise error
        return result


class _IdleProcessEnded(Exception):
    """The idle process ended just when it got an order."""


def _exchange(process: "subprocess.Popen[bytes]", order: bytes) -> Any:
    assert process.stdin is not None  # noqa: S101  both are pipes
    assert process.stdout is not None  # noqa: S101
    process.stdin.write(order)
    process.stdin.flush()
    return pickle.load(process.stdout)  # noqa: S301  our own process


def _kill(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):  # the rest of an order that it did not read
            pipe and pipe.close()
    process.wait()


def _why_it_ended(process: "subprocess.Popen[bytes]") -> Exception:
    if process.returncode == -signal.SIGALRM:
        return _IdleProcessEnded()
    return WorkerFailed(f"the worker process ended: {process.returncode}")


# Drawing and grouping: our own data, so the limits only guard against mistakes of ours.
_ours = Worker(seconds=60, cpu_seconds=60, megabytes=4_000, idle_seconds=600)
# Uploads: the largest registration list takes 8 s of a core and 200 MB.
_untrusted = Worker(seconds=180, cpu_seconds=30, megabytes=800, idle_seconds=60)

run_in_worker = _ours.run
run_untrusted = _untrusted.run


def main(cpu_seconds: int, megabytes: int, idle_seconds: int, log_format: logs.LogFormat) -> None:
    """Answer the orders of the server that started this process."""
    logs.configure(log_format)
    os.nice(NICENESS)
    _limit_memory(megabytes)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints is no answer, and no line of the log.
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
    """The pickled pair of a result and an error; one of them is None."""
    try:
        return pickle.dumps((work(*args, **more), None))
    except WorkshopError as refusal:
        return pickle.dumps((None, refusal))
    except Exception as error:  # noqa: BLE001  the server logs it
        return pickle.dumps((None, WorkerFailed("\n".join(logs.outline(error)))))


def _limit_memory(megabytes: int) -> None:
    limit = megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold what was uploaded
    if sys.platform == "darwin":
        threading.Thread(target=_end_above, args=(limit,), daemon=True).start()
    else:
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _end_above(limit: int) -> None:
    """For macOS, where the largest size is given in bytes."""
    while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < limit:
        time.sleep(0.05)
    os._exit(1)


def _limit_cpu(seconds: int) -> None:
    """Let the kernel end this process when the next order has computed for so long."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
