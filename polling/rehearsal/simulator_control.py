"""Control of the simulated people of this server's practice runs, with one process per run.

They are clients in a separate process, so they do not delay the server's event loop, and can only
do what people can. Each process ends with its server, whose end closes its stdin.
"""

import logging
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import IO

from polling.rehearsal.crowd import Plan, Progress

log = logging.getLogger(__name__)
ENDING_SECONDS = 2.0
MOST_RUNS = 4  # at the same time; each uses a share of a core
_PROGRAM = "from polling.rehearsal.simulator_process import main; main()"
_running: dict[str, "_Simulation"] = {}  # by join code, which is never reused


class _Simulation:
    """The process of one practice run. `tell` is called when its progress has changed."""

    def __init__(
        self, plan: Plan, organizer_id: int, tell: Callable[[], None], ended: Callable[[], None]
    ) -> None:
        self.organizer_id = organizer_id
        self.progress = Progress(plan.people)
        self._plan, self._tell, self._ended = plan, tell, ended
        self._orders: SimpleQueue[Plan | str | None] = SimpleQueue()  # None is the end
        self._orders.put(plan)
        self._process: subprocess.Popen[bytes] | None = None
        self._is_stopped = False
        self._thread = threading.Thread(target=self._run, daemon=True)

    def begin(self) -> None:
        """Start the process, and listen to it, in a thread."""
        self._thread.start()

    def order(self, to: str) -> None:
        """Send an order as soon as the process has read the earlier ones."""
        self._orders.put(to)

    def kill(self) -> None:
        """Kill the process, also if it is just being started; `_listen` notices that."""
        self._is_stopped = True
        if self._process is not None:
            self._process.kill()

    def wait(self) -> None:
        """Wait for the call of `ended`, for a short time."""
        self._thread.join(ENDING_SECONDS)

    def _run(self) -> None:
        try:
            self._process = subprocess.Popen(  # noqa: S603  our own module
                [sys.executable, "-c", _PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            if self._is_stopped:
                self._process.kill()
            threading.Thread(target=self._write, args=[self._process.stdin], daemon=True).start()
            self._listen(self._process)
        except OSError:
            log.exception("cannot simulate people")
        finally:
            if _running.get(self._plan.code) is self:
                del _running[self._plan.code]
            _survive(self._ended)

    def _listen(self, process: "subprocess.Popen[bytes]") -> None:
        """Store the latest progress until the process ends."""
        answers = process.stdout
        assert answers is not None  # noqa: S101  a pipe
        while (progress := _next(answers)) is not None:
            _log_problems(self.progress, progress)
            self.progress = progress
            _survive(self._tell)
        if process.wait() > 0:  # it was not killed
            log.warning("the process of the simulated people has failed")
        self._orders.put(None)
        answers.close()

    def _write(self, pipe: IO[bytes]) -> None:
        """Write the orders, in one thread, because the process takes a second to read the plan."""
        with suppress(OSError), pipe:  # the process may end before it has read them
            while (order := self._orders.get()) is not None:
                pipe.write(pickle.dumps(order))
                pipe.flush()


def _log_problems(before: Progress, now: Progress) -> None:
    """Log what the console says, without its reason, which may quote what people wrote."""
    if now.unreachable and not before.unreachable:
        log.warning("the simulated people of a practice run cannot join")
    if now.problem and now.problem != before.problem:
        log.warning("the simulated organizer of a practice run cannot go on")


def _survive(call: Callable[[], None]) -> None:
    """Call a function that may fail, such as while the database is busy."""
    try:
        call()
    except Exception:
        log.exception("cannot tell the console about simulated people")


def _next(answers: IO[bytes]) -> Progress | None:
    try:
        progress: Progress = pickle.load(answers)  # noqa: S301  our own process
    except (EOFError, OSError, ValueError, pickle.UnpicklingError):
        return None
    return progress


def codes() -> list[str]:
    """Return the join codes of the practice runs that have simulated people."""
    return list(_running)


def has_room() -> bool:
    """Return whether another practice run may have simulated people."""
    return len(_running) < MOST_RUNS


def belongs_to(organizer_id: int | None) -> bool:
    """Return whether this organizer has simulated people in a practice run."""
    return any(one.organizer_id == organizer_id for one in _running.values())


def start(
    plan: Plan, organizer_id: int, tell: Callable[[], None], ended: Callable[[], None]
) -> None:
    """Start simulated people.

    Args:
        organizer_id: who adds them.
        tell: called in another thread when their progress has changed.
        ended: called there once, when their process has ended for any reason.
    """
    # Before its process starts, which takes a while: another press must find it.
    made = _running[plan.code] = _Simulation(plan, organizer_id, tell, ended)
    made.begin()


def play(code: str, to: str) -> bool:
    """Let the simulated organizer move on to a stage; False if there are no simulated people."""
    found = _running.get(code)
    if found is not None:
        found.order(to)
    return found is not None


def stop(code: str) -> None:
    """Stop the simulated people. Their work is kept."""
    found = _running.pop(code, None)
    if found is not None:
        found.kill()


def progress(code: str) -> Progress | None:
    """Return the progress of the simulated people; None if there are none."""
    found = _running.get(code)
    return found.progress if found else None


def stop_all() -> None:
    """Stop all processes at the end of the server."""
    ending = list(_running.values())
    for code in list(_running):
        stop(code)
    for simulation in ending:
        simulation.wait()
