"""Exports of large workshops block nobody: nothing large is handled in the event loop."""

import gzip
import hashlib
import random
import threading
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from polling.core.clock import now
from polling.core.db import transaction
from polling.report.models import ReportVersion
from polling.workshop_file import dump
from polling.workshop_file.read import read
from tests.room import Room

NUMBERS = range(1, 4)


def data(number: int) -> bytes:
    """Return incompressible data, as that of pictures is."""
    return random.Random(number).randbytes(150_000).hex().encode()


@pytest.fixture
def frozen(room: Room) -> Room:
    with transaction() as session:
        session.add_all(
            ReportVersion(
                workshop_id=room.workshop_id,
                number=number,
                frozen_at=now(),
                digest=hashlib.sha256(data(number)).hexdigest(),
                data=data(number),
            )
            for number in NUMBERS
        )
    return room


def noting(threads: set[int], work: Callable[..., Any]) -> Callable[..., Any]:
    def noted(*args: Any, **more: Any) -> Any:
        threads.add(threading.get_ident())
        return work(*args, **more)

    return noted


@pytest.mark.parametrize("key", ["json", "zip", "zip/progress"])
def test_an_export_is_loaded_and_packed_outside_the_event_loop(
    frozen: Room, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[int] = set()

    def note(*_: object) -> None:
        threads.add(threading.get_ident())

    monkeypatch.setattr(zipfile.ZipFile, "writestr", noting(threads, zipfile.ZipFile.writestr))
    monkeypatch.setattr(gzip, "compress", noting(threads, gzip.compress))
    console = frozen.organizer_visitor()
    event.listen(ReportVersion, "load", note)
    try:
        address = f"/console/{frozen.code}/export/{key}"
        answer = console.get(address, **{"Accept-Encoding": "gzip"})
        assert answer.status_code == 200
        assert len(answer.data) > 100_000
    finally:
        event.remove(ReportVersion, "load", note)
    assert threads
    assert threading.get_ident() not in threads


def test_versions_are_packed_in_a_worker_process(
    frozen: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dump, "pack", None)
    answer = frozen.organizer_visitor().get(f"/console/{frozen.code}/export/json")
    assert [one.number for one in read(answer.data).versions] == list(NUMBERS)
