"""Work in another process: what it returns, whatever happens to that process."""

import math
import os
import time

import pytest

from polling import aside as beside
from polling.aside import NotDone, aside


def test_it_is_another_process() -> None:
    assert aside(os.getpid) != os.getpid()


def test_all_work_is_done_by_one() -> None:
    assert aside(os.getpid) == aside(os.getpid)


def test_work_is_told_all_it_needs() -> None:
    assert aside(math.isclose, 1.0, 1.1, abs_tol=0.2)


def test_what_work_prints_is_no_answer() -> None:
    assert aside(print, "a banner") is None
    assert aside(os.write, 1, b"one of C's\n") == len(b"one of C's\n")


def test_work_that_fails_says_why_and_keeps_nobody_from_the_next() -> None:
    with pytest.raises(NotDone, match="Traceback"):
        aside(math.sqrt, -1)
    assert aside(math.sqrt, 4) == 2


def test_work_that_cannot_be_told_keeps_nobody_from_the_next() -> None:
    with pytest.raises((AttributeError, TypeError)):
        aside(lambda: None)
    assert aside(math.sqrt, 4) == 2


def test_a_process_that_was_killed_is_started_again() -> None:
    before = aside(os.getpid)
    running = beside._running
    assert running is not None
    running.kill()
    running.wait()
    assert aside(os.getpid) != before


def test_work_that_takes_too_long_is_given_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    aside(os.getpid)  # to start a process takes longer than that
    monkeypatch.setattr(beside, "PATIENCE_SECONDS", 0.1)
    with pytest.raises(NotDone, match="not done within"):
        aside(time.sleep, 60)
    monkeypatch.undo()
    assert aside(math.sqrt, 4) == 2
