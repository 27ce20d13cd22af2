"""Long work runs in parallel with the server, in the caller's language."""

import threading
from typing import Any

import gevent
import pytest
from flask import Flask
from gevent import get_hub

from polling.core.i18n import _
from polling.core.threads import run_in_thread


def test_ballots_are_counted_while_a_document_is_drawn(app: Flask) -> None:
    counted = threading.Event()

    def draw() -> bool:
        return counted.wait(timeout=20)  # times out if the server is blocked

    def count() -> None:
        counted.set()

    gevent.spawn_later(0.01, count)
    assert run_in_thread(draw) is True


def test_the_work_runs_in_another_thread_and_knows_the_request(app: Flask) -> None:
    def work() -> tuple[int, Any]:
        return threading.get_ident(), str(_("Contents"))

    with app.test_request_context():
        thread, words = run_in_thread(work)
    assert thread != get_hub().thread_ident
    assert words == "Contents"


def test_what_is_raised_there_is_raised_here_and_printed_nowhere(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(ValueError, match="'no number'"):
        run_in_thread(int, "no number")
    assert capsys.readouterr().err == ""
