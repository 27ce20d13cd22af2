"""The process of the simulated people starts and stops with a button, and ends with its server."""

import asyncio
import os
import pickle
import select
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import Never

import pytest
from sqlalchemy import select as query
from sqlalchemy.exc import OperationalError

from polling.cli import server_process
from polling.core.db import reading
from polling.people.models import Organizer, Participant
from polling.rehearsal import simulator_control, simulator_process
from polling.rehearsal.acts.organizing import Organizer as Desk
from polling.rehearsal.acts.practice_host import Host
from polling.rehearsal.acts.practice_participant import improvise
from polling.rehearsal.browser import Browser, Refused
from polling.rehearsal.crowd import Crowd, Plan, Progress
from polling.rehearsal.finished_people import Signals
from polling.rehearsal.html_tree import Element
from polling.rehearsal.measurements import Record
from polling.rehearsal.phone import Habits, Phone
from polling.rehearsal.script import Script
from polling.workshop.models import Workshop
from polling.workshop_file.schema import Recommendation
from tests.patience import PATIENCE_SECONDS
from tests.room import PASSWORD, Room
from tests.server import Server


@asynccontextmanager
async def opened(room: Room, server: Server, record: Record) -> AsyncIterator[Desk]:
    """The organizer at the console of a practice copy that two simulated people have joined."""
    browser = Browser(server.address, "organizer", record, "1")
    desk = Desk(browser, room.code, Signals(), lambda _words: None)
    await browser.open(room.password_path())
    await browser.post(room.password_path(), {"password": PASSWORD})
    await desk.look("setup")
    copy = (await desk.press("practice"))["to"]
    desk.code = copy.split("/")[2]
    await browser.open(copy)
    await browser.follow(desk.code, "organizer")
    await fill(desk)
    yield desk
    await browser.close()


async def fill(desk: Desk) -> None:
    """Let two simulated people join."""
    await desk.press("practice/fill", {"people": 2})
    await desk.browser.until(both_have_joined, "two simulated people")


async def no_pause(_browser: Browser, _seconds: float) -> None:
    """Do at once what people do after a while."""


def both_have_joined(page: Element) -> bool:
    return any("2 simulated people" in status.words for status in page.all("p", role="status"))


def may_fill(page: Element) -> list[Element]:
    return page.all("input", name="people")


async def organizer_is_alone() -> None:
    """Wait until the simulated organizer's account is gone, a moment after the simulated people."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(everybody()[0]) > 1:
            await asyncio.sleep(0.1)


def everybody() -> tuple[list[str], int]:
    """The e-mail addresses of all organizers, and the number of participants."""
    with reading() as session:
        emails = list(session.scalars(query(Organizer.email)))
        return emails, len(session.scalars(query(Participant)).all())


def test_stopping_leaves_what_they_did_and_starting_over_deletes_it(room: Room) -> None:
    record = Record()

    async def play(server: Server) -> None:
        async with opened(room, server, record) as desk:
            assert len(everybody()[0]) == 2
            again = await desk.press("practice/fill", {"people": 2})
            assert again["error"]["code"] == "conflict"
            record.errors.clear()
            await desk.press("practice/stop")
            await desk.browser.until(may_fill, "the button that fills the room")
            assert record.errors == []
            await organizer_is_alone()
            assert everybody() == (["organizer@test.example"], 2)
            await fill(desk)
            made = await desk.press("practice/again")
            assert may_fill(await desk.browser.open(made["to"]))

    with Server() as server:
        asyncio.run(play(server))
    assert everybody()[1] == 0
    with reading() as session:
        assert len(session.scalars(query(Workshop)).all()) == 2


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads /proc")
def test_they_end_with_their_server_and_the_next_deletes_their_account(room: Room) -> None:
    async def begin(server: Server) -> None:
        async with opened(room, server, Record()):
            pass

    with Server() as server:
        asyncio.run(begin(server))
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        simulated = [
            os.pidfd_open(int(child))
            for child in children
            if b"simulator_process" in Path(f"/proc/{child}/cmdline").read_bytes()
        ]
        server.kill()
        assert len(simulated) == 1
        assert select.select(simulated, [], [], PATIENCE_SECONDS)[0] == simulated
        os.close(simulated[0])
        assert len(everybody()[0]) == 2
        server.start()
        assert everybody() == (["organizer@test.example"], 2)


def test_a_locked_database_does_not_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Never:
        raise OperationalError("BEGIN", None, Exception("the database is locked"))

    monkeypatch.setattr(server_process, "transaction", fail)
    server_process.dismiss_simulated_organizers()


def plan(code: str = "") -> Plan:
    texts = [Recommendation(action=f"do {number}") for number in range(3)]
    script = Script([[1, 2]], {1: texts, 2: texts}, {1: [], 2: []})
    return Plan("", code, "", "", [], 2, 1, script)


def crowd() -> Crowd:
    return Crowd(plan())


def test_a_second_press_finds_them_while_their_process_is_being_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found: list[bool] = []
    ended = Event()

    def start_slowly(*_: object, **__: object) -> Never:
        found.append(simulator_control.progress("12345678") is not None)
        raise OSError("no more processes")

    monkeypatch.setattr("polling.rehearsal.simulator_control.subprocess.Popen", start_slowly)
    simulator_control.start(plan("12345678"), 1, lambda: None, ended.set)
    assert ended.wait(PATIENCE_SECONDS)
    assert found == [True]
    assert simulator_control.progress("12345678") is None


class Process:
    """A process that answers twice and ends."""

    def __init__(self, *_: object, **__: object) -> None:
        answers = [pickle.dumps(Progress(2, joined=joined)) for joined in (1, 2)]
        self.stdin, self.stdout = BytesIO(), BytesIO(b"".join(answers))

    def wait(self) -> int:
        """Return its exit code, because it has ended."""
        return 0


def test_a_database_that_is_busy_for_a_moment_does_not_keep_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("polling.rehearsal.simulator_control.subprocess.Popen", Process)
    ended = Event()
    tries: list[int] = []

    def tell() -> None:
        tries.append(1)
        raise OperationalError("BEGIN", None, Exception("the database is locked"))

    simulator_control.start(plan("12345678"), 1, tell, ended.set)
    assert ended.wait(PATIENCE_SECONDS)
    assert len(tries) == 2
    assert simulator_control.progress("12345678") is None


# Reads nothing until the pipe `gate` is opened, and answers with the orders that follow the plan.
READS_LATE = """
import os, pickle, sys
from polling.rehearsal.crowd import Progress
open({gate!r}).read()
plan = pickle.load(sys.stdin.buffer)
orders = [pickle.load(sys.stdin.buffer) for _ in range(2)]
pickle.dump(Progress(plan.people, playing=" ".join(orders)), sys.stdout.buffer)
"""


def test_orders_wait_until_the_process_has_read_the_plan(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gate, ended = str(tmp_path / "gate"), Event()
    os.mkfifo(gate)
    monkeypatch.setattr(simulator_control, "_PROGRAM", READS_LATE.format(gate=gate))
    playing: list[str] = []

    def tell() -> None:
        progress = simulator_control.progress("12345678")
        playing.append(progress.playing if progress else "")

    texts = [Recommendation(action=f"do {number:900}") for number in range(200)]
    longer_than_a_pipe = replace(plan("12345678"), script=Script([[1]], {1: texts}, {1: []}))
    simulator_control.start(longer_than_a_pipe, 1, tell, ended.set)
    try:
        assert simulator_control.play("12345678", "ranking")
        with open(gate, "w"):  # noqa: PTH123  waits for the process, which has not read the plan
            assert simulator_control.play("12345678", "breakouts")
        assert ended.wait(PATIENCE_SECONDS)
    finally:
        simulator_control.stop("12345678")
    assert playing == ["ranking breakouts"]
    assert not simulator_control.play("12345678", "survey")


# Answers that nobody can join, and that the organizer is refused, and crashes.
FAILS = """
import pickle, sys
from polling.rehearsal.crowd import Progress
plan = pickle.load(sys.stdin.buffer)
for unreachable, problem in (True, ""), (True, "a title"), (True, "a title"):
    now = Progress(plan.people, unreachable=unreachable, problem=problem)
    pickle.dump(now, sys.stdout.buffer)
sys.exit(1)
"""


def test_the_log_says_what_kept_them_from_playing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(simulator_control, "_PROGRAM", FAILS)
    ended = Event()
    simulator_control.start(plan("12345678"), 1, lambda: None, ended.set)
    assert ended.wait(PATIENCE_SECONDS)
    assert caplog.messages == [
        "the simulated people of a practice run cannot join",
        "the simulated organizer of a practice run cannot go on",
        "the process of the simulated people has failed",
    ]


def test_an_organizer_who_cannot_log_in_says_why_and_tries_again_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problems: list[str] = []

    async def refuse(_host: Host, _link: str, _password: str) -> None:
        problems.append(people.problem)
        raise Refused("This link has been used.")

    async def lead() -> None:
        orders: asyncio.Queue[str | None] = asyncio.Queue()
        for order in ("ranking", "ranking", None):
            orders.put_nowait(order)
        await simulator_process._lead(people, orders)

    people = crowd()
    monkeypatch.setattr(Host, "log_in", refuse)
    asyncio.run(lead())
    assert problems == ["", ""]
    assert (people.playing, people.problem) == ("", "This link has been used.")


def test_people_who_are_not_let_in_say_so_and_do_not_try_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def refuse(_phone: Phone) -> None:
        raise Refused("That was too fast.")

    async def arrive() -> None:
        browser = Browser("", "#1", people.record, "1")
        with pytest.raises(Refused):
            await improvise(Phone(browser, "12345678", Habits(1), {}), people)
        await browser.close()

    people = crowd()
    monkeypatch.setattr(Phone, "arrive", refuse)
    monkeypatch.setattr(Browser, "pause", no_pause)
    asyncio.run(arrive())
    assert people.progress.unreachable
    assert people.progress.joined == 0


def test_skipping_ahead_right_after_adding_people_is_kept(room: Room) -> None:
    record = Record()

    async def skip(server: Server) -> None:
        async with opened(room, server, record) as desk:
            await desk.press("practice/stop")
            await desk.browser.until(may_fill, "the button that fills the room")
            await desk.press("practice/fill", {"people": 2})
            answer = await desk.press("practice/play", {"to": "ranking"})
            assert answer["to"].endswith("/ranking")
            await desk.browser.open(answer["to"])
            await desk.browser.until(is_ranking, "the stage that was skipped to")
            await desk.press("practice/stop")
            await organizer_is_alone()

    with Server() as server:
        asyncio.run(skip(server))
    assert record.errors == []


def is_ranking(page: Element) -> bool:
    moves = [form for form in page.all("form") if form.get("action").endswith("/stage")]
    return any(one.get("value") == "ranking" for one in moves[0].all("input", name="seen"))


def test_each_next_recommendation_is_on_the_issue_that_has_the_fewest() -> None:
    written = crowd()
    tasks = [written.next_task([1, 2]) for _ in range(5)]
    assert [task.issue_id for task in tasks] == [1, 2, 1, 2, 1]
    assert [task.text.action for task in tasks] == ["do 0", "do 0", "do 1", "do 1", "do 2"]


def test_a_changed_ballot_is_one_ballot_in_the_progress() -> None:
    people = crowd()
    for line in ("before", "after"):
        people.record.acknowledged("ballots", 0.1)
        people.record.ballots["contest", 1] = line
    assert people.progress.ballots == 1


def test_a_crowd_has_settled_once_nobody_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("polling.rehearsal.crowd.QUIET_SECONDS", 0)
    monkeypatch.setattr("polling.rehearsal.crowd.LOOK_SECONDS", 0)
    order: list[str] = []

    async def play() -> None:
        people = crowd()
        finish = asyncio.Event()

        async def act() -> None:
            async with people.acting():
                await finish.wait()
                order.append("acted")

        async def lead() -> None:
            await people.settle()
            order.append("settled")

        acting = asyncio.create_task(act())
        await asyncio.sleep(0)
        leading = asyncio.create_task(lead())
        for _ in range(10):
            await asyncio.sleep(0)
        finish.set()
        await asyncio.gather(acting, leading)

    asyncio.run(play())
    assert order == ["acted", "settled"]
