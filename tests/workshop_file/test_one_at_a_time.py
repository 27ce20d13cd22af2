"""Creating workshops does not fill the line of those who want to write."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any
from unittest.mock import Mock

import pytest
from click.testing import CliRunner
from limits import RateLimitItemPerHour

from polling.cli import main
from polling.core import rate_limits, writer_queue
from polling.core.access import Actor, Role
from polling.core.clock import now
from polling.demo import content
from polling.report.versions import serialization
from polling.report.versions.schema import FrozenReport
from polling.uploads import picture_metadata
from polling.workshop.pictures import to_address
from polling.workshop_file import one_at_a_time
from polling.workshop_file.schema import WorkshopFile
from polling.workshop_file.write import write
from tests.pictures import png
from tests.report.versions.in_files import pack
from tests.room import Room

CREATING = ("copy", "template", "practice", "practice/again")


def account(number: int) -> Actor:
    return Actor(Role.ORGANIZER, 0, organizer_id=number)


def test_only_one_waits_for_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    @contextmanager
    def transaction() -> Iterator[None]:
        opened.append("begin")
        yield
        opened.append("end")

    def create(actor: Actor) -> None:
        with one_at_a_time.creating(actor):
            pass

    monkeypatch.setattr(one_at_a_time, "transaction", transaction)
    others = [Thread(target=create, args=(account(number),)) for number in range(2, 6)]
    with one_at_a_time.creating(account(1)):
        for other in others:
            other.start()
    for other in others:
        other.join()
    assert opened == ["begin", "end"] * 5


class Clock:
    """A clock that only sleeping and work advance, and the sleeps."""

    def __init__(self) -> None:
        self.now, self.slept = 1_000.0, list[float]()

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock for transactions that wait for 7 seconds before they begin."""
    clock = Clock()

    @contextmanager
    def transaction() -> Iterator[None]:
        clock.now += 7.0
        yield

    monkeypatch.setattr(one_at_a_time, "time", clock)
    monkeypatch.setattr(one_at_a_time, "_rested_at", 0.0)
    monkeypatch.setattr(one_at_a_time, "transaction", transaction)
    return clock


def test_others_can_write_for_much_longer_than_a_workshop_took(clock: Clock) -> None:
    with one_at_a_time.creating(account(1)):
        clock.now += 0.5
    with one_at_a_time.creating(account(1)):
        pass

    assert clock.slept == [0.0, one_at_a_time.REST_TIMES * 0.5]


def test_a_failed_import_is_followed_by_a_rest_as_well(clock: Clock) -> None:
    with suppress(ZeroDivisionError), one_at_a_time.creating(account(1)):
        clock.now += 0.5
        raise ZeroDivisionError
    with one_at_a_time.creating(account(1)):
        pass

    assert clock.slept == [0.0, one_at_a_time.REST_TIMES * 0.5]


def test_a_transaction_that_does_not_begin_needs_no_rest(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as locked:
        locked.setattr(one_at_a_time, "transaction", Mock(side_effect=ZeroDivisionError))
        with suppress(ZeroDivisionError), one_at_a_time.creating(account(1)):
            pass
    with one_at_a_time.creating(account(1)):
        pass

    assert clock.slept == [0.0, 0.0]


def test_an_account_has_one_place_in_the_line(room: Room) -> None:
    organizer = room.organizer_visitor()
    with one_at_a_time._place(room.organizer.key):
        assert organizer.post("/console/demo").status_code == 429
    assert organizer.post("/console/demo").status_code == 200


def test_an_existing_practice_run_is_opened_without_waiting_in_line(room: Room) -> None:
    organizer = room.organizer_visitor()
    practice = f"/console/{room.code}/practice"
    assert organizer.post(practice).status_code == 200
    with one_at_a_time._place(room.organizer.key):
        assert organizer.post(practice).status_code == 200
        assert organizer.post(f"{practice}/join").status_code == 200


def test_a_workshop_is_created_at_once_if_nobody_has_created_one_just_now(clock: Clock) -> None:
    for _ in range(3):
        with one_at_a_time.creating(account(1)):
            clock.now += 2.0
        clock.now += one_at_a_time.REST_TIMES * 2.0

    assert clock.slept == [0.0] * 3


def test_a_rest_is_never_very_long(clock: Clock) -> None:
    with one_at_a_time.creating(account(1)):
        clock.now += 3_600.0
    with one_at_a_time.creating(account(1)):
        pass

    assert clock.slept == [0.0, one_at_a_time.MOST_SECONDS]


def test_an_account_creates_only_a_few_workshops_a_minute(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rate_limits.LIMITS, "create", RateLimitItemPerHour(2))
    organizer = room.organizer_visitor()
    done = [organizer.post("/console/import", {"text": "# T"}) for _ in range(3)]
    paths = ["/console/demo", *(f"/console/{room.code}/{path}" for path in CREATING)]
    others = [organizer.post(path, {"title": "T"}) for path in paths]

    assert [one.status_code for one in done] == [200, 200, 429]
    assert {one.status_code for one in others} == {429}
    assert organizer.post("/console/new", {"title": "T"}).status_code == 200


@pytest.mark.parametrize("path", ["copy", "template", "practice", "practice/join"])
def test_a_workshop_is_read_before_the_database_is_locked(
    room: Room, locked_while: dict[str, list[bool]], path: str
) -> None:
    organizer = room.organizer_visitor()
    assert organizer.post(f"/console/{room.code}/{path}", {"title": "T"}).status_code == 200
    assert locked_while == {"dump": [False]}


def test_a_practice_run_that_starts_over_is_read_before_the_database_is_locked(
    room: Room, locked_while: dict[str, list[bool]]
) -> None:
    organizer = room.organizer_visitor()
    opened = organizer.post(f"/console/{room.code}/practice").json["to"]  # type: ignore[index]
    locked_while.clear()
    again = opened.replace("/lobby", "/practice/again")
    assert organizer.post(again).status_code == 200
    assert locked_while == {"dump": [False]}


def test_the_demo_is_read_before_the_database_is_locked(
    room: Room, locked_while: dict[str, list[bool]]
) -> None:
    assert room.organizer_visitor().post("/console/demo").status_code == 200
    assert locked_while == {"read": [False]}


@pytest.fixture
def locked_while(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[bool]]:
    """For each slow function, whether the database was locked at each of its calls."""
    seen: dict[str, list[bool]] = {}
    inside: list[None] = []
    turn = writer_queue.turn

    @contextmanager
    def observed_turn(*given: Any) -> Iterator[None]:
        with turn(*given):
            inside.append(None)
            yield
            inside.pop()

    def observe(module: Any, name: str) -> None:
        slow: Callable[..., Any] = getattr(module, name)

        def observed(*given: Any, **more: Any) -> Any:
            seen.setdefault(name, []).append(bool(inside))
            return slow(*given, **more)

        monkeypatch.setattr(module, name, observed)

    monkeypatch.setattr(writer_queue, "turn", observed_turn)
    observe(serialization, "BZ2Decompressor")
    observe(picture_metadata, "_png")
    observe(one_at_a_time, "dump")
    observe(content, "read")
    return seen


def with_a_version_and_a_logo() -> bytes:
    data = b"{}"
    version = FrozenReport(
        number=1, frozen_at=now().isoformat(), digest=serialization.digest(data), data=pack(data)
    )
    return write(WorkshopFile(title="T", logo=to_address("image/png", png()), versions=[version]))


def test_an_upload_is_unpacked_only_in_the_worker_process(
    room: Room, locked_while: dict[str, list[bool]]
) -> None:
    sent = {"file": (BytesIO(with_a_version_and_a_logo()), "workshop.json")}
    locked_while.clear()
    assert room.organizer_visitor().post("/console/import", sent).status_code == 200
    assert locked_while == {}


@pytest.mark.usefixtures("room")
def test_the_command_unpacks_a_file_before_the_database_is_locked(
    tmp_path: Path, locked_while: dict[str, list[bool]]
) -> None:
    file = tmp_path / "workshop.json"
    file.write_bytes(with_a_version_and_a_logo())
    result = CliRunner().invoke(main, ["import", str(file)])
    assert result.exit_code == 0, result.output
    assert set(locked_while) == {"BZ2Decompressor", "_png"}
    assert not any(map(any, locked_while.values()))
