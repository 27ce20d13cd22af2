"""The report's editor and the screen: organizers' texts are drawn in a worker process."""

import pickle
from typing import Any, NoReturn

import pytest

from polling.core import workers
from polling.core.errors import TookTooLong, WorkerFailed
from polling.report import editor
from polling.report.formats import safe_markdown
from polling.web import page_queue, responses
from tests.report.test_routes import write
from tests.room import Room


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what is made in the worker; nothing may be drawn in the server."""
    made: list[str] = []
    send = workers._editing.send

    def note(order: bytes) -> Any:
        made.append(pickle.loads(order)[0].__name__)  # noqa: S301  our own
        return send(order)

    def never(*_args: object) -> NoReturn:
        raise AssertionError

    monkeypatch.setattr(workers, "_kept", {})
    monkeypatch.setattr(workers._editing, "send", note)
    monkeypatch.setattr(safe_markdown, "to_html", never)
    monkeypatch.setattr(editor, "proofread", never)
    return made


def test_previews_and_findings_are_made_once(day: Room, asked: list[str]) -> None:
    write(day, introduction="This is **bold**, and {{ unknown }}.")
    day.go("closed")
    console, path = day.organizer_visitor(), f"/console/{day.code}/closed"
    page = console.get(path).text
    assert "<strong>bold</strong>" in page
    assert "Unknown placeholder: “unknown”." in page
    console.get(path)
    assert asked == ["edited"]
    write(day, introduction="This is *other*.")
    assert "<em>other</em>" in console.get(path).text
    assert asked == ["edited"] * 2


def test_a_slide_is_drawn_once_for_all_screens(day: Room, asked: list[str]) -> None:
    day.go("closed")
    console = day.organizer_visitor()
    console.post(f"/console/{day.code}/report/screen", {"slide": 0})
    for _ in range(2):
        assert "1 of " in day.screen_visitor().get(f"/w/{day.code}/screen").text
    assert asked == ["slide"]


def test_the_rest_of_a_page_waits_for_another_turn(
    day: Room, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise, an organizer who loads it again and again has more time than others."""
    day.go("closed")
    console, current = day.organizer_visitor(), []

    def render(*_args: object, **_more: object) -> str:
        current.append(page_queue._desks._current)
        return ""

    monkeypatch.setattr(responses, "render_template", render)
    console.get(f"/console/{day.code}/closed")
    assert asked == ["edited"]
    assert current
    assert None not in current


@pytest.mark.parametrize("failure", [TookTooLong("20 s"), WorkerFailed("it died")])
def test_the_page_shows_the_texts_even_if_they_cannot_be_checked(
    day: Room, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def fail(*_args: object) -> NoReturn:
        raise failure

    monkeypatch.setattr(workers, "_failures", {})
    monkeypatch.setattr(workers, "_kept", {})
    monkeypatch.setattr(workers._editing, "send", fail)
    write(day, introduction="This is **bold**.")
    day.go("closed")
    console = day.organizer_visitor()
    page = console.get(f"/console/{day.code}/closed").text
    assert "This is **bold**.</textarea>" in page
    assert "The texts could not be checked or previewed." in page
    console.post(f"/console/{day.code}/report/screen", {"slide": 0})
    assert "Thank you" in day.screen_visitor().get(f"/w/{day.code}/screen").text
