"""Long work runs in parallel with the server, in the caller's language."""

import threading
from typing import Any

import gevent
import pytest
from flask import Flask
from gevent import get_hub, socket

from polling.core.i18n import _
from polling.core.threads import let_others_in, run_in_thread


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


def test_others_are_let_in_whose_sockets_are_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("polling.core.threads.in_the_event_loop", lambda: True)
    ours, theirs = socket.socketpair()
    order: list[str] = []

    def read() -> None:
        while theirs.recv(1):
            order.append("socket")

    reading = gevent.spawn(read)
    gevent.sleep(0)  # so that it waits
    with ours, theirs:
        for _ in range(3):
            ours.send(b"x")
            let_others_in()
            order.append("caller")
        ours.shutdown(socket.SHUT_RDWR)
        reading.join()
    assert order == ["socket", "caller"] * 3
