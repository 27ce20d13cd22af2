"""Nobody waits for other pages while a report is drawn."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest

from polling.report import routes
from polling.report.routes import public
from tests.report.test_public import opened
from tests.room import Room
from tests.visitor import Visitor


@pytest.mark.parametrize("of_everybody", [True, False], ids=["public", "participants"])
def test_other_pages_are_made_while_a_report_is_drawn(
    day: Room, monkeypatch: pytest.MonkeyPatch, of_everybody: bool
) -> None:
    console = day.organizer_visitor()
    console.post(f"/console/{day.code}/report/publish")
    at = opened(day, console) if of_everybody else f"/w/{day.code}/report"
    reader = Visitor(day.app) if of_everybody else day.participant_visitor()
    begun, over = Event(), Event()

    def draw(*_: Any) -> str:
        begun.set()
        over.wait()
        return "drawn"

    monkeypatch.setattr(public if of_everybody else routes, "run_drawing", draw)
    with ThreadPoolExecutor(3) as pool:
        answers = [pool.submit(reader.client.get, at) for _ in range(2)]
        assert begun.wait(60)
        try:
            assert pool.submit(Visitor(day.app).get, "/stored").result(60).status_code == 200
        finally:
            over.set()
        assert [answer.result().status_code for answer in answers] == [200, 200]
