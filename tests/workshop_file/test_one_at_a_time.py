"""Creating workshops does not fill the line of those who want to write."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner

from polling.cli import main
from polling.core import writer_queue
from polling.core.clock import now
from polling.demo import content
from polling.report.versions import serialization
from polling.report.versions.schema import FrozenReport
from polling.uploads import picture_metadata
from polling.workshop.pictures import to_address
from polling.workshop_file import dump, one_at_a_time
from polling.workshop_file.schema import WorkshopFile
from polling.workshop_file.write import write
from tests.pictures import png
from tests.report.versions.in_files import pack
from tests.room import Room


def test_only_one_waits_for_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    @contextmanager
    def transaction() -> Iterator[None]:
        opened.append("begin")
        yield
        opened.append("end")

    def create() -> None:
        with one_at_a_time.creating():
            pass

    monkeypatch.setattr(one_at_a_time, "transaction", transaction)
    others = [Thread(target=create) for _ in range(4)]
    with one_at_a_time.creating():
        for other in others:
            other.start()
    for other in others:
        other.join()
    assert opened == ["begin", "end"] * 5


@pytest.mark.parametrize("path", ["copy", "template", "practice", "practice/join"])
def test_a_workshop_is_read_before_the_database_is_locked(
    room: Room, locked_while: dict[str, list[bool]], path: str
) -> None:
    organizer = room.organizer_visitor()
    assert organizer.post(f"/console/{room.code}/{path}", {"title": "T"}).status_code == 200
    assert locked_while == {"_file": [False]}


def test_a_practice_run_that_starts_over_is_read_before_the_database_is_locked(
    room: Room, locked_while: dict[str, list[bool]]
) -> None:
    organizer = room.organizer_visitor()
    opened = organizer.post(f"/console/{room.code}/practice").json["to"]  # type: ignore[index]
    locked_while.clear()
    again = opened.replace("/lobby", "/practice/again")
    assert organizer.post(again).status_code == 200
    assert locked_while == {"_file": [False]}


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
    observe(dump, "_file")
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
