"""Simulated people try again while the server cannot save anything, as pages and people do."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from pycrdt import Doc, Text

from polling.core.errors import NotSaved
from polling.rehearsal import browser, phone
from polling.rehearsal.acts import drafting
from polling.rehearsal.acts.drafting import Task, write
from polling.rehearsal.browser import Browser
from polling.rehearsal.measurements import Record
from polling.rehearsal.phone import Habits, Phone
from polling.rehearsal.socketio_client import Refused as ConnectionRefused
from polling.rehearsal.socketio_client import Wire
from polling.workshop_file.schema import Recommendation

BUSY = NotSaved("The server cannot save anything right now.").as_dict()
REFUSED = {"error": {"code": "drafting-closed", "message": "Drafting has ended."}}
PAGE = '<live-page data-place="lobby" data-version="{}"></live-page>'
WORDS = "publish a yearly list"


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (browser, phone, drafting):
        monkeypatch.setattr(module, "RETRY_SECONDS", 0)
    for module in (browser, drafting):
        monkeypatch.setattr(module, "PAUSE_SECONDS", 0)


class BusyServer:
    """Answers every other request with `BUSY`; its page has another version each time."""

    def __init__(self) -> None:
        self.requests: list[str] = []

    async def answer(self, request: web.Request) -> web.Response:
        self.requests.append(request.method)
        if len(self.requests) % 2:
            return web.json_response(BUSY, status=NotSaved.status)
        if request.method == "POST":
            return web.json_response({"made": 7})
        return web.Response(text=PAGE.format(len(self.requests)), content_type="text/html")


def visit(act: Callable[[Browser], Awaitable[None]]) -> tuple[BusyServer, Record]:
    """Let somebody do something on a busy server."""
    server, record = BusyServer(), Record()

    async def run() -> None:
        site = web.Application()
        site.router.add_route("*", "/{path:.*}", server.answer)
        runner = web.AppRunner(site)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        person = Browser(f"http://{host}:{port}", "participant 1", record, "1")
        try:
            await act(person)
        finally:
            await person.close()
            await runner.cleanup()

    asyncio.run(run())
    return server, record


def test_a_button_is_pressed_again() -> None:
    async def press(person: Browser) -> None:
        assert await person.post("/w/1/drafts", {"issue_id": 3}) == {"made": 7}

    server, record = visit(press)
    assert (server.requests, record.errors) == (["POST", "POST"], [])
    assert record.counts["retries"] == 1


def test_a_page_stays_until_the_newer_one_is_there() -> None:
    async def wait(person: Browser) -> None:
        await person.open("/w/1")
        before = person.version
        person.hear("changed", {"version": before + 1})
        await person.newer_than(before)
        assert await person.until_stage("lobby") == "lobby"

    server, record = visit(wait)
    assert (server.requests, record.errors) == (["GET"] * 4, [])


def test_a_connection_that_a_busy_server_refused_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    attempts: list[str] = []
    connected = asyncio.Event()

    class Line:
        async def lost(self) -> None:
            await asyncio.Event().wait()

        async def close(self) -> None:
            pass

    async def open_line(*_: Any) -> Line:
        attempts.append("")
        if len(attempts) < 3:
            raise ConnectionRefused('{"message":"internal"}')
        connected.set()
        return Line()

    async def follow(person: Browser) -> None:
        await person.follow("1", "participant")
        await connected.wait()

    monkeypatch.setattr(Wire, "open", open_line)
    monkeypatch.setattr(browser, "RECONNECT_SECONDS", 0)
    visit(follow)
    assert len(attempts) == 3


class Drafter:
    """A person whose socket gives these answers to updates, then acknowledges them.

    `text` is the action that the server has.
    """

    def __init__(self, *answers: dict[str, Any]) -> None:
        self.who, self.record = "participant 1", Record()
        self.chance = random.Random(1)
        self.page = self
        self._answers, self._document = list(answers), Doc[Any]()
        self._text = self._document.get("7/action", type=Text)

    @property
    def text(self) -> str:
        return str(self._text)

    async def post(self, _path: str, _data: dict[str, Any]) -> dict[str, Any]:
        return {"made": 7}

    async def until(self, _there: Any, _what: str) -> Any:
        return [self]

    def get(self, _name: str) -> str:
        return "the document"

    async def pause(self, _seconds: float) -> None:
        pass

    async def emit(self, event: str, data: dict[str, Any]) -> dict[str, Any]:
        if event == "draft.join":
            return {"mark": 1}
        if self._answers and (answer := self._answers.pop(0)):
            return answer
        self._document.apply_update(data["data"])
        return {"ok": True}


def drafted(*answers: dict[str, Any]) -> Drafter:
    """Let somebody write a recommendation that has only an action."""
    drafter: Any = Drafter(*answers)
    asyncio.run(write(drafter, "/w/1/drafts", Task(3, Recommendation(action=WORDS))))
    return drafter  # type: ignore[no-any-return]


def test_a_text_that_could_not_be_saved_is_sent_again() -> None:
    drafter = drafted({}, BUSY, BUSY)
    assert (drafter.text, drafter.record.errors) == (WORDS, [])
    assert drafter.record.sentences == {7: WORDS}
    assert drafter.record.counts["retries"] == 2


def test_a_text_that_was_refused_is_an_error_but_not_lost() -> None:
    drafter = drafted({}, REFUSED)
    assert drafter.text in WORDS
    assert drafter.record.errors == ["participant 1: draft: Drafting has ended."]
    assert drafter.record.sentences == {}


def test_a_ballot_that_could_not_be_saved_is_sent_again() -> None:
    class Socket(Drafter):
        connected = True

        async def emit(self, _event: str, _data: dict[str, Any]) -> dict[str, Any]:
            return self._answers.pop(0)

    voter: Any = Socket(BUSY, {"ok": True, "digest": "a line"})
    one = Phone(voter, "1", Habits(1), {})
    assert asyncio.run(one.cast("c1", {"approved": [4]})) == "a line"
    assert (voter.record.errors, voter.record.counts["ballots"]) == ([], 1)
