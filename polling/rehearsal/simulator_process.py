"""The process of the simulated people of one practice run: clients of the server that started it.

The server writes orders to its stdin: a `Plan`, then keys of stages to skip to. It answers with its
`Progress` whenever that changes. Both are pickled. The process ends when the server closes the
pipe.
"""

import asyncio
import contextlib
import os
import pickle
import sys
import threading
from typing import Any, BinaryIO

from polling.rehearsal.acts.practice_host import Host
from polling.rehearsal.acts.practice_participant import improvise
from polling.rehearsal.browser import Refused
from polling.rehearsal.crowd import Crowd, Plan, Progress
from polling.rehearsal.personas import people, phones

NICENESS = 5
TELL_SECONDS = 1.0
LIFETIME_SECONDS = 3 * 3600.0


def main() -> None:
    """Simulate until the server closes the pipe."""
    os.nice(NICENESS)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # libraries must not print into the answers
    plan: Plan = pickle.load(sys.stdin.buffer)  # noqa: S301  our own server
    with contextlib.suppress(TimeoutError, BrokenPipeError):
        asyncio.run(asyncio.wait_for(_simulate(plan, answers), LIFETIME_SECONDS))
    os._exit(0)  # the thread that reads orders may still be waiting


async def _simulate(plan: Plan, answers: BinaryIO) -> None:
    orders: asyncio.Queue[str | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    reading = threading.Thread(target=_read_orders, args=(loop, orders), daemon=True)
    reading.start()
    crowd = Crowd(plan)
    everybody = phones(
        plan.base,
        plan.code,
        people(plan.people, plan.attributes, plan.seed),
        crowd.record,
        seed=plan.seed,
        concerns=plan.script.concerns,
    )
    running = [asyncio.create_task(improvise(phone, crowd)) for phone in everybody]
    running.append(asyncio.create_task(_lead(crowd, orders)))
    telling = asyncio.create_task(_tell(crowd, answers))
    await asyncio.wait([telling, running[-1]], return_when=asyncio.FIRST_COMPLETED)
    for task in [*running, telling]:
        task.cancel()


def _read_orders(loop: asyncio.AbstractEventLoop, orders: "asyncio.Queue[str | None]") -> None:
    order: str | None = ""
    while order is not None:
        try:
            order = pickle.load(sys.stdin.buffer)  # noqa: S301  our own server
        except (EOFError, OSError):
            order = None
        loop.call_soon_threadsafe(orders.put_nowait, order)


async def _lead(crowd: Crowd, orders: "asyncio.Queue[str | None]") -> None:
    """Skip to each ordered stage; return when there are no more orders."""
    host: Host | None = None
    while (to := await orders.get()) is not None:
        crowd.playing, crowd.problem = to, ""
        try:
            host = host or await _log_in(crowd)
            await host.play(to)
        except Refused as refusal:
            crowd.problem = str(refusal)
        except Exception as error:  # noqa: BLE001  said on the console
            crowd.problem = repr(error)
        crowd.playing = ""


async def _log_in(crowd: Crowd) -> Host:
    host = Host(crowd)
    try:
        await host.log_in(crowd.plan.organizer_link, crowd.plan.password)
    except BaseException:
        await host.browser.close()
        raise
    return host


async def _tell(crowd: Crowd, answers: BinaryIO) -> None:
    """Send the progress to the server whenever it has changed, but not too often."""
    told: Any = None
    while True:
        now: Progress = crowd.progress
        if now != told:
            answers.write(pickle.dumps(now))
            answers.flush()
            told = now
        await asyncio.sleep(TELL_SECONDS)
