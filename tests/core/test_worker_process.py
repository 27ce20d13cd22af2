"""Work in another process: its results, also when the process fails."""

import gc
import math
import os
import pickle
import signal
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import ClassVar
from weakref import ref

import gevent
import pytest
from gevent.threadpool import ThreadPool

from polling.core import worker_process, workers
from polling.core.errors import (
    BadInput,
    Conflict,
    NobodyWaits,
    TookTooLong,
    TooMany,
    WorkerFailed,
    WorkshopError,
)
from polling.core.threads import run_in_thread
from polling.core.worker_process import MOST_WAITING, Worker
from polling.core.workers import (
    drawing_place,
    run_drawing,
    run_editing,
    run_grouping,
    run_printing,
    run_untrusted,
)
from polling.workshop_file.problems import BadWorkshopFile, Problem


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker(seconds=30, cpu_seconds=2, megabytes=500, idle_seconds=600)
    yield made
    made.end()


def test_it_is_another_process() -> None:
    assert run_printing(1, os.getpid) != os.getpid()


def test_one_process_does_all_work() -> None:
    assert run_printing(1, os.getpid) == run_printing(1, os.getpid)


def test_uploads_are_parsed_in_a_separate_process() -> None:
    assert run_untrusted(1, os.getpid) != run_printing(1, os.getpid)


def test_work_gets_its_arguments() -> None:
    assert run_printing(1, math.isclose, 1.0, 1.1, abs_tol=0.2)


def test_what_work_prints_is_no_answer() -> None:
    assert run_printing(1, print, "a banner") is None
    assert run_printing(1, os.write, 1, b"one of C's\n") == len(b"one of C's\n")


def test_what_work_prints_is_no_line_of_the_log(
    worker: Worker, capfd: pytest.CaptureFixture[str]
) -> None:
    worker.run(print, "a banner")
    worker.run(os.write, 1, b"one of C's\n")
    assert capfd.readouterr() == ("", "")


def test_failing_work_says_why_and_the_next_order_is_done() -> None:
    with pytest.raises(WorkerFailed, match=r"^ValueError\n  .* in "):
        run_printing(1, math.sqrt, -1)
    assert run_printing(1, math.sqrt, 4) == 2


def test_work_that_cannot_be_sent_is_an_error_and_the_next_order_is_done() -> None:
    with pytest.raises((AttributeError, TypeError)):
        run_printing(1, lambda: None)
    assert run_printing(1, math.sqrt, 4) == 2


def refuse(kind: str) -> None:
    if kind == "input":
        raise BadInput("no", problems=[{"place": "here", "message": "why"}])
    raise BadWorkshopFile([Problem("there", "because")])


@pytest.mark.parametrize(
    "kind, expected, problem",
    [
        ("input", BadInput, {"place": "here", "message": "why"}),
        ("file", BadWorkshopFile, {"place": "there", "message": "because"}),
    ],
)
def test_a_refusal_is_raised_here_with_its_problems(
    kind: str, expected: type[WorkshopError], problem: dict[str, str]
) -> None:
    with pytest.raises(expected) as refusal:
        run_untrusted(1, refuse, kind)
    assert refusal.value.problems == [problem]


def test_a_killed_process_is_started_again(worker: Worker) -> None:
    before = worker.run(os.getpid)
    assert worker._process is not None
    worker._process.kill()
    worker._process.wait()
    assert worker.run(os.getpid) != before


def test_an_idle_process_ends_and_is_started_again() -> None:
    worker = Worker(seconds=30, cpu_seconds=2, megabytes=500, idle_seconds=1)
    before = worker.run(os.getpid)
    assert worker._process is not None
    worker._process.wait(timeout=30)
    assert worker.run(os.getpid) != before
    worker.end()


def test_work_that_takes_too_long_is_killed_once(worker: Worker) -> None:
    worker.run(os.getpid)  # starting the process takes longer than that
    worker.seconds = 0.1
    with pytest.raises(TookTooLong, match="not done within"):
        worker.run(time.sleep, 60)
    worker.seconds = 30
    assert worker.run(math.sqrt, 4) == 2


def test_work_that_computes_too_long_is_killed_by_the_system(worker: Worker) -> None:
    worker.seconds = 300  # on a busy machine, two seconds of processor time may take long
    with pytest.raises(TookTooLong, match="the worker process ended"):
        worker.run(pow, 3, 10**9)
    assert worker.run(math.sqrt, 4) == 2


def test_work_that_takes_too_much_memory_fails_and_the_next_order_is_done(worker: Worker) -> None:
    with pytest.raises(WorkerFailed, match="MemoryError"):
        worker.run(bytearray, 600_000_000)
    assert worker.run(math.sqrt, 4) == 2


def test_a_report_that_takes_too_long_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers._drawing, "seconds", 300)
    assert run_drawing(math.sqrt, 4) == 2
    monkeypatch.setattr(workers._drawing, "seconds", 0.1)
    with pytest.raises(Conflict, match="too large to create"):
        run_drawing(time.sleep, 60)


def test_a_report_that_takes_too_much_memory_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "_failures", {})
    with pytest.raises(Conflict, match="too large to create"):
        run_drawing(bytearray, 5_000_000_000)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_work_at_which_the_process_died_is_refused_and_tried_once_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "_failures", {})
    monkeypatch.setattr(workers, "_deaths", {}, raising=False)
    with pytest.raises(Conflict, match="not possible right now"):
        run_drawing(die)
    assert workers._failures == {}
    for _ in range(2):
        with pytest.raises(Conflict, match="too large to create"):
            run_drawing(die)
    assert len(workers._failures) == 1
    assert run_drawing(math.sqrt, 4) == 2


def test_a_failure_keeps_nothing_of_its_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_failures", {})

    def fail() -> "ref[OrderedDict[str, int]]":
        data = OrderedDict(report=1)
        with pytest.raises(WorkerFailed, match="TypeError"):
            run_drawing(math.sqrt, data)  # type: ignore[arg-type]
        return ref(data)

    kept = [fail(), fail()]  # the second time without the process
    gc.collect()
    assert [one() for one in kept] == [None, None]
    assert len(workers._failures) == 1


def test_groups_are_formed_while_other_work_takes_long() -> None:
    with workers._drawing._turn, workers._printing._turn:
        assert run_grouping(1, math.sqrt, 4) == 2


def test_badges_do_not_wait_for_a_report() -> None:
    with workers._drawing._turn:
        assert run_printing(1, math.sqrt, 4) == 2


def test_an_account_draws_one_report_at_a_time() -> None:
    with drawing_place("organizer:1"):
        assert not workers._drawing._places["organizer:1"].take_if_free()
    assert "organizer:1" not in workers._drawing._places


def test_work_for_which_nobody_waits_is_not_done_and_is_no_failure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nobody() -> None:
        raise NobodyWaits

    monkeypatch.setattr(workers, "_failures", {})
    monkeypatch.setattr(workers._drawing, "_ask", None)
    monkeypatch.setattr(worker_process, "_after", nobody)
    with pytest.raises(NobodyWaits):
        run_drawing(math.sqrt, 4)
    with pytest.raises(NobodyWaits), drawing_place("organizer:1"):
        pytest.fail("nothing is loaded")
    assert workers._failures == {}
    assert "organizer:1" not in workers._drawing._places


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> tuple[Worker, list[str]]:
    """A worker that notes its work instead of doing it."""
    worker, done = Worker(seconds=30, cpu_seconds=2, megabytes=500, idle_seconds=600), list[str]()

    def ask(_process: object, order: bytes) -> None:
        gevent.sleep()  # as waiting for the process does
        done.extend(pickle.loads(order)[1])  # noqa: S301  our own

    # Pickled in threads, orders that are sent at the same time would arrive in any order.
    monkeypatch.setattr(worker_process, "run_in_thread", lambda work, *args: work(*args))
    monkeypatch.setattr(worker, "_running", lambda: None)
    monkeypatch.setattr(worker, "_ask", ask)
    return worker, done


def test_somebody_with_many_calls_has_one_place(noted: tuple[Worker, list[str]]) -> None:
    worker, done = noted
    wanted = [("a", "a1"), ("a", "a2"), ("a", "a3"), ("b", "b1"), ("c", "c1")]
    gevent.joinall(
        [gevent.spawn(worker.run_for, whose, print, name) for whose, name in wanted],
        raise_error=True,
    )
    assert done == ["a1", "b1", "c1", "a2", "a3"]


def test_others_take_their_turns_between_the_parts_of_long_work(
    noted: tuple[Worker, list[str]],
) -> None:
    worker, done = noted

    def in_parts() -> None:
        for part in range(50):
            worker.run_for("a", print, f"a{part}")

    long, short = gevent.spawn(in_parts), gevent.spawn(worker.run_for, "b", print, "b")
    short.get()
    long.get()
    assert done.index("b") == 1


def test_somebody_with_too_many_calls_is_refused_but_others_are_not(
    noted: tuple[Worker, list[str]],
) -> None:
    worker, done = noted
    with worker.place("a"):
        waiting = [
            gevent.spawn(worker.run_for, "a", print, str(number)) for number in range(MOST_WAITING)
        ]
        gevent.sleep()
        with pytest.raises(TooMany, match="still being processed"):
            worker.run_for("a", print, "refused")
        worker.run_for("b", print, "b")
    gevent.joinall(waiting, raise_error=True)
    assert done == ["b", *map(str, range(MOST_WAITING))]


class Noted:
    """Notes the threads in which it is pickled."""

    threads: ClassVar[list[int]] = []

    def __reduce__(self) -> tuple[type[int], tuple[int]]:
        Noted.threads.append(threading.get_ident())
        return int, (4,)


@pytest.mark.parametrize("run", [run_drawing, partial(run_editing, 1), partial(run_printing, 1)])
def test_an_order_is_pickled_once_and_outside_the_event_loop(run: Callable[..., float]) -> None:
    Noted.threads.clear()
    assert run(math.sqrt, Noted()) == 2
    assert len(Noted.threads) == 1
    assert threading.get_ident() not in Noted.threads


@dataclass
class Small:
    number: int


def test_others_are_let_in_while_an_order_is_pickled() -> None:
    turns: list[int] = []
    done = threading.Event()

    class Marked:
        def __reduce__(self) -> tuple[type[int], tuple[int]]:
            turns.append(turn[0])
            return int, (4,)

    turn = [0]

    def take_turns() -> None:
        while not done.is_set():
            turn[0] += 1
            time.sleep(0)

    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.0001)
    other = ThreadPool(1).spawn(take_turns)
    try:
        large = [Marked(), [Small(number) for number in range(200_000)], Marked()]
        run_in_thread(worker_process.pickled, len, (large,), {})
    finally:
        done.set()
        sys.setswitchinterval(usual)
        other.get()
    assert turns[1] - turns[0] > 10
