"""Drawing a report in a process of its own, so that no ballot waits for it.

Python runs one thread at a time: in a thread of the server, Word's and Excel's libraries would hold
up every phone. The process is told all that is to be drawn, so it needs no database, and steps back
behind the server where both want the processor. It is started for the first download, and ends when
none has been wanted for a while, or when the server ends.
"""

import atexit
import os
import pickle
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock, Timer
from traceback import format_exc
from typing import BinaryIO

from polling.i18n import in_a_command
from polling.report.document import document
from polling.report.figures.facts import Report
from polling.report.formats import FORMATS, Told
from polling.report.formats.word import docx

PATIENCE_SECONDS = 60
IDLE_SECONDS = 600
NICENESS = 5


class NotDrawn(RuntimeError):
    """What went wrong in the other process."""


@dataclass(frozen=True)
class Order:
    """What is to be drawn in which format; for Word perhaps in a template."""

    key: str
    told: Told
    template: bytes = b""


def drawn_aside(order: Order) -> bytes:
    """The file, drawn in another process; orders wait for each other."""
    with _turn:
        try:
            return _ask(_process(), order)
        except (EOFError, OSError):  # it has just ended: another one
            return _ask(_process(), order)


def draw(order: Order) -> bytes:
    """The file, drawn here."""
    if order.template and isinstance(order.told, Report):
        return docx(document(order.told), order.told.made_at, order.template)
    return FORMATS[order.key].draw(order.told)


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
    """End the other process; the next order starts it again."""
    global _running
    process, _running = _running, None
    if process is not None:
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):  # what it was not told any more
                pipe and pipe.close()
        process.wait()


def _ask(process: "subprocess.Popen[bytes]", order: Order) -> bytes:
    assert process.stdin is not None  # noqa: S101  both are pipes
    assert process.stdout is not None  # noqa: S101
    guard = Timer(PATIENCE_SECONDS, process.kill)
    guard.start()
    try:
        process.stdin.write(pickle.dumps(order))
        process.stdin.flush()
        content, wrong = pickle.load(process.stdout)  # noqa: S301  our own process
    except BaseException:
        end()  # whatever it still says would be taken for the next answer
        raise
    finally:
        guard.cancel()
    if wrong:
        raise NotDrawn(wrong)
    drawn: bytes = content
    return drawn


def main() -> None:
    """Answer the orders of the server that started this process, for as long as there are some."""
    os.nice(NICENESS)
    answers = sys.stdout.buffer
    with in_a_command():
        while (order := _next(sys.stdin.buffer)) is not None:
            pickle.dump(_answer(order), answers)
            answers.flush()


def _next(orders: BinaryIO) -> Order | None:
    signal.alarm(IDLE_SECONDS)
    try:
        order: Order = pickle.load(orders)  # noqa: S301  from our own server alone
    except EOFError:
        return None
    signal.alarm(0)
    return order


def _answer(order: Order) -> tuple[bytes, str]:
    try:
        return draw(order), ""
    except Exception:  # noqa: BLE001  told to the server, which logs it
        return b"", format_exc()


if __name__ == "__main__":
    main()
