"""Nobody waits for other people while a report is drawn."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from polling.core.db import transaction
from polling.report.routes import cached_drawings
from polling.report.versions import serialization
from polling.workshop.models import Workshop
from tests.patience import PATIENCE_SECONDS
from tests.report.test_public import opened
from tests.room import Room
from tests.visitor import Visitor

TINY = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="


class Drawn(str):  # noqa: SLOT000
    """A drawn page, or the address of a picture."""

    @property
    def picture(self) -> str:
        return TINY


def beside(pool: ThreadPoolExecutor, app: Flask) -> TestResponse:
    """A page requested in another thread."""
    return pool.submit(Visitor(app).get, "/stored").result(PATIENCE_SECONDS)


@pytest.mark.parametrize("part", ["", "/picture/0"], ids=["page", "picture"])
@pytest.mark.parametrize("of_everybody", [True, False], ids=["public", "participants"])
def test_others_read_and_write_while_a_report_is_drawn(
    day: Room, monkeypatch: pytest.MonkeyPatch, of_everybody: bool, part: str
) -> None:
    console = day.organizer_visitor()
    for press in ("publish", "freeze"):
        console.post(f"/console/{day.code}/report/{press}")
    at = opened(day, console) if of_everybody else f"/w/{day.code}/report"
    reader = Visitor(day.app) if of_everybody else day.participant_visitor()
    cached, both_wait, over = cached_drawings.cached, Event(), Event()
    waiting: list[object] = []

    def draw(*_: Any) -> Any:
        over.wait()
        return [Drawn()] if part else Drawn()

    def wait(*asked: Any) -> Any:
        waiting.append(asked)
        if len(waiting) == 2:
            both_wait.set()
        return cached(*asked)

    monkeypatch.setattr(cached_drawings, "cached", wait)
    monkeypatch.setattr(serialization, "run_drawing", draw)
    with ThreadPoolExecutor(3) as pool:
        answers = [pool.submit(reader.client.get, at + part) for _ in range(2)]
        assert both_wait.wait(PATIENCE_SECONDS)
        try:
            assert beside(pool, day.app).status_code == 200
            with transaction(day.workshop_id) as session:
                session.get_one(Workshop, day.workshop_id).title = "Written meanwhile"
        finally:
            over.set()
        assert [answer.result().status_code for answer in answers] == [200, 200]
