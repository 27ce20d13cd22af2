"""Long work in a process of its own, so that no ballot waits for it.

Python runs one thread at a time: in a thread of the server, what draws a report or forms groups
would hold up every phone, and the memory that it takes would stay taken. The process is told all
that its work needs, so it has no database, and it steps back behind the server where both want the
processor. It is started when it is first wanted, and ends when it has not been wanted for a while,
or with the server.
"""

import atexit
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Lock, Timer
from traceback import format_exc
from typing import Any, BinaryIO, ParamSpec, TypeVar, cast

from polling.i18n import in_a_command

PATIENCE_SECONDS = 60
IDLE_SECONDS = 600
NICENESS = 5
P = ParamSpec("P")
Result = TypeVar("Result")


class NotDone(RuntimeError):
    """What went wrong in the other process."""


def aside(work: Callable[P, Result], *args: P.args, **more: P.kwargs) -> Result:
    """What `work` returns, done in another process; what is asked of it waits its turn.

    `work` is a function of a module, and speaks English unless it is told to speak otherwise.
    NotDone if it fails, or takes longer than PATIENCE_SECONDS.
    """
    order = pickle.dumps((work, args, more))
    with _turn:
        try:
            return cast("Result", _ask(_process(), order))
        except (EOFError, OSError):  # it has just ended: another one
            return cast("Result", _ask(_process(), order))


_turn = Lock()
_running: "subprocess.Popen[bytes] | None" = None


def _process() -> "subprocess.Popen[bytes]":
    global _running  # noqa: PLW0603  one process, one helper
    if _running is not None and _running.poll() is not None:
        end()
    if _running is None:
        _running = subprocess.Popen(  # noqa: S603  our own module
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
    return _running


@atexit.register
def end() -> None:
    """End the other process; it is started again when it is wanted."""
    global _running
    process, _running = _running, None
    if process is not None:
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):  # what it was not told any more
                pipe and pipe.close()
        process.wait()


def _ask(process: "subprocess.Popen[bytes]", order: bytes) -> Any:
    assert process.stdin is not None  # noqa: S101  both are pipes
    assert process.stdout is not None  # noqa: S101
    late = Event()

    def give_up() -> None:
        late.set()
        process.kill()

    guard = Timer(PATIENCE_SECONDS, give_up)
    guard.start()
    try:
        process.stdin.write(order)
        process.stdin.flush()
        result, wrong = pickle.load(process.stdout)  # noqa: S301  our own process
    except BaseException as error:
        end()  # whatever it still says would be taken for the next answer
        if late.is_set():  # no other process would be faster
            raise NotDone(f"not done within {PATIENCE_SECONDS} seconds") from error
        raise
    finally:
        guard.cancel()
    if wrong:
        raise NotDone(wrong)
    return result


def main() -> None:
    """Do what the server that started this process asks for, for as long as it asks."""
    os.nice(NICENESS)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    with in_a_command(), answers:
        while (answer := _next(sys.stdin.buffer)) is not None:
            pickle.dump(answer, answers)
            answers.flush()


def _next(orders: BinaryIO) -> tuple[Any, str] | None:
    signal.alarm(IDLE_SECONDS)
    try:
        work, args, more = pickle.load(orders)  # noqa: S301  from our own server alone
    except EOFError:
        return None
    signal.alarm(0)
    try:
        return work(*args, **more), ""
    except Exception:  # noqa: BLE001  told to the server, which logs it
        return None, format_exc()


if __name__ == "__main__":
    main()
