"""Creating workshops does not fill the line of those who want to write."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
from sqlalchemy.orm import Session

from polling.core.db import writes
from polling.workshop_file import one_at_a_time
from polling.workshop_file.dump import dump
from polling.workshop_file.schema import WorkshopFile
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


@pytest.mark.parametrize("path", ["copy", "template"])
def test_a_workshop_is_read_before_the_database_is_locked(
    room: Room, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    read: list[bool] = []

    def observed(session: Session, *given: Any, **more: Any) -> WorkshopFile:
        read.append(writes(session))
        return dump(session, *given, **more)

    monkeypatch.setattr(one_at_a_time, "dump", observed)
    organizer = room.organizer_visitor()
    assert organizer.post(f"/console/{room.code}/{path}", {"title": "T"}).status_code == 200
    assert read == [False]
