"""What a worker process runs: it does the work of each order, and answers with the result.

This module imports little, so that a process starts fast: an order names the modules it needs.

Limits: Linux enforces `megabytes` for the allocated memory (RLIMIT_DATA). On macOS, a thread checks
it. RLIMIT_CPU limits the processor time of each order.
"""

import os
import pickle
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, BinaryIO

from polling.core import logs
from polling.core.errors import TookTooMuchMemory, WorkerFailed, WorkshopError
from polling.core.i18n import in_a_command

NICENESS = 5


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
