"""Exports of large workshops block nobody, and are loaded one at a time."""

import gzip
import hashlib
import random
import threading
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event

from polling.core import workers
from polling.core.clock import now
from polling.core.db import transaction
from polling.report.models import ReportVersion
from polling.report.versions import serialization
from polling.workshop_file.read import read
from tests.attacks.closing_client import closing_client
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
                data=serialization.pack(data(number)),
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


def test_versions_are_exported_as_they_are_stored(
    frozen: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as unable:
        unable.setattr(serialization, "compress", None)
        unable.setattr(serialization, "BZ2Decompressor", None)
        answer = frozen.organizer_visitor().get(f"/console/{frozen.code}/export/json")
    assert [one.number for one in read(answer.data).versions] == list(NUMBERS)


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[list[str]]]:
    """Notes whose places are taken while versions are loaded, and while something is drawn."""
    noted: list[list[str]] = []
    send = workers._drawing.send

    def note(*_: object) -> None:
        noted.append(sorted(map(str, workers._drawing._places)))

    def noting_send(order: bytes) -> Any:
        note()
        return send(order)

    monkeypatch.setattr(workers._drawing, "send", noting_send)
    event.listen(ReportVersion, "load", note)
    yield noted
    event.remove(ReportVersion, "load", note)


@pytest.mark.parametrize("path", ["export/json", "export/zip", "export/zip/progress"])
def test_an_export_is_loaded_and_drawn_in_the_place_of_its_account(
    frozen: Room, path: str, places: list[list[str]]
) -> None:
    console, address = frozen.organizer_visitor(), f"/console/{frozen.code}/{path}"
    for ask in (console.client.head, console.get, console.get):
        assert ask(address).status_code == 200
    assert len(places) > 3 * len(NUMBERS)
    assert all(any(frozen.organizer.key in whose for whose in taken) for taken in places)
    assert not workers._drawing._places


def test_an_export_whose_client_has_gone_is_not_drawn(
    frozen: Room, places: list[list[str]]
) -> None:
    console, address = frozen.organizer_visitor(), f"/console/{frozen.code}/export/json"
    with closing_client() as client:

        def export(method: str) -> int:
            ask = console.client.open
            return ask(address, method=method, environ_overrides=client.environ).status_code

        assert export("GET") == 200
        places.clear()
        client.close()
        assert [export("GET"), export("HEAD")] == [499, 499]
    assert places == []
